import type { NetworkAnswer } from '#lib/sync/ports.ts';

/** A JSON answer of ours is never longer; anything longer is not read on. */
const mostCharacters = 4_000_000;

/** The whole body as text. Throws when it was cut. */
export async function readText(answer: NetworkAnswer): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const piece of answer.body()) {
    text += decoder.decode(piece, { stream: true });
    if (text.length > mostCharacters) break;
  }
  return text + decoder.decode();
}

/** The body's lines as they arrive, without their ends; an unfinished last line is given too. Throws when cut. */
export async function* readLines(answer: NetworkAnswer): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const piece of answer.body()) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}
