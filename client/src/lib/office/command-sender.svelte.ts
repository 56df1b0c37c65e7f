import { v7 as uuid } from 'uuid';
import type { Trouble } from '#lib/api/trouble.ts';
import { instantNow } from '#lib/office/instant-now.ts';
import { postCommand } from '#lib/office/requests.ts';
import type { Command } from '#shared/sync/command.ts';
import type { Refusal } from '#shared/sync/outcome.ts';

type Made = 'id' | 'madeAt' | 'retryOf';
type WithoutMade<One> = One extends Command ? Omit<One, Made> : never;

/** A command as a screen asks for it: its id and time are given when it is sent. */
export type OfficeCommand = WithoutMade<Command>;

/** Why a command was not done: the domain said no, or we could not talk properly. */
export type Failure = { kind: 'refused'; refusal: Refusal } | { kind: 'trouble'; trouble: Trouble };

/** Trouble after which the server may have done it all the same: asked again under the same id. */
const uncertain: ReadonlySet<Trouble['code']> = new Set([
  'network',
  'answer.foreign',
  'internal',
  'unavailable',
  'rate.limited',
  'session.missing',
  'client.outdated',
]);

/**
 * Sends commands of one form, one at a time. What failed on the way keeps its id, so that pressing the button again
 * repeats the same command and nothing is done twice; a refusal or another wish makes a new one.
 */
export class CommandSender {
  #busy = $state(false);
  #failure = $state.raw<Failure | null>(null);
  #unsettled: { wish: string; command: Command } | null = null;

  get busy(): boolean {
    return this.#busy;
  }

  /** Why the newest attempt failed; null while under way and after success. */
  get failure(): Failure | null {
    return this.#failure;
  }

  /** Sends, and says whether it was done. While one is under way nothing else is sent. */
  async send(fields: OfficeCommand): Promise<boolean> {
    if (this.#busy) return false;
    const wish = JSON.stringify(fields);
    const again = this.#unsettled?.wish === wish ? this.#unsettled.command : null;
    const command: Command = again ?? { ...fields, id: uuid(), madeAt: instantNow() };
    this.#busy = true;
    this.#failure = null;
    const answer = await postCommand(command);
    const refusal = answer.ok ? null : await knownRefusal(answer.trouble);
    this.#busy = false;
    if (answer.ok) {
      this.#unsettled = null;
      return true;
    }
    const { trouble } = answer;
    this.#unsettled = uncertain.has(trouble.code) ? { wish, command } : null;
    this.#failure = refusal === null ? { kind: 'trouble', trouble } : { kind: 'refused', refusal };
    return false;
  }

  /** Takes the message away: a dialog is opened anew. */
  forget(): void {
    this.#failure = null;
  }
}

/** The refusal in a server's answer, where this version has a sentence for it; its sentences are loaded only now. */
async function knownRefusal(trouble: Trouble): Promise<Refusal | null> {
  if (trouble.code !== 'command.refused' || trouble.refusal === undefined) return null;
  const { refusal } = trouble;
  const texts = await import('#lib/texts/refusal-texts.ts').catch(() => null);
  return texts?.isRefusal(refusal) ? refusal : null;
}
