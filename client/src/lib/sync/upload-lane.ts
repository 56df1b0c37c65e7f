import type { z } from 'zod/mini';
import type { FileState } from '#shared/files/file.ts';
import type { Refusal } from '#shared/sync/outcome.ts';
import type { Trouble } from '#lib/api/trouble.ts';
import type { UploadRow } from '#lib/device/upload-row.ts';
import { asPerson } from '#lib/sync/as-person.ts';
import type { EngineContext, Turn } from '#lib/sync/engine-context.ts';
import { exchangeJson, jsonEnvelope, type Exchanged } from '#lib/sync/exchange.ts';
import { keepRefusedUpload } from '#lib/sync/refused-upload.ts';
import { readRange } from '#lib/sync/stored-bytes.ts';
import { toInstant } from '#lib/sync/to-instant.ts';
import { finaliseAnswerSchema, sessionAnswerSchema } from '#lib/sync/upload-answers.ts';

/** landed: the server has every byte; the pull will tell the verdict · refused: in attention · trouble: later. */
export type LaneEnd = { end: 'landed' | 'refused' } | { end: 'trouble'; trouble: Trouble };

/** Bytes between two notes of progress in the database. */
const noteEvery = 5 * 1024 * 1024;

const arrived: ReadonlySet<FileState> = new Set(['received', 'available']);

/**
 * Brings one declared file to the server: asks for its upload address, sends what is missing, and asks for the
 * verdict. Cut anywhere, the next run goes on from the bytes the server has.
 */
export async function runLane(context: EngineContext, turn: Turn, upload: UploadRow): Promise<LaneEnd> {
  const session = await askSession(context, turn, upload);
  if (!session.ok) return judge(context, turn, upload, session.trouble);
  const { uploadUrl, state } = session.data;
  if (arrived.has(state)) return land(context, upload);
  if (uploadUrl === null || uploadUrl === undefined) return trouble({ code: 'answer.foreign' });

  const sent = await sendBytes(context, turn, upload, uploadUrl);
  if (!sent.ok) return trouble(sent.trouble);
  if (sent.data.refusedWith !== null) {
    // The address says no without a reason: the session knows why.
    const verdict = await askSession(context, turn, upload);
    if (!verdict.ok) return judge(context, turn, upload, verdict.trouble);
    return arrived.has(verdict.data.state) ? land(context, upload) : trouble({ code: 'link.dead' });
  }

  const finalised = await ask(context, turn, upload, 'finalise', finaliseAnswerSchema);
  if (!finalised.ok) return judge(context, turn, upload, finalised.trouble);
  return arrived.has(finalised.data.state) ? land(context, upload) : trouble({ code: 'unavailable' });
}

function askSession(context: EngineContext, turn: Turn, upload: UploadRow) {
  return ask(context, turn, upload, 'session', sessionAnswerSchema);
}

async function ask<Schema extends z.ZodMiniType>(
  context: EngineContext,
  { signal, moved }: Turn,
  upload: UploadRow,
  step: 'session' | 'finalise',
  schema: Schema,
): Promise<Exchanged<z.infer<Schema>>> {
  const path = `/api/files/${upload.fileId}/${step}` as const;
  const answered = await asPerson(context, signal, () =>
    exchangeJson(context.ports.network, { method: 'POST', path, body: '{}', signal }, jsonEnvelope, schema),
  );
  signal.throwIfAborted();
  moved();
  return answered;
}

async function sendBytes(
  context: EngineContext,
  turn: Turn,
  upload: UploadRow,
  uploadUrl: string,
): Promise<Exchanged<{ refusedWith: number | null }>> {
  const { fileId, size } = upload;
  let noted = upload.offset;
  const progress = (sent: number) => {
    turn.moved();
    const { lanes } = context.board.get();
    context.board.set({ lanes: { ...lanes, [fileId]: sent } });
    if (sent - noted < noteEvery) return;
    noted = sent;
    noteOffset(context, fileId, sent).catch((fault: unknown) => context.ports.report(fault));
  };
  return asPerson(context, turn.signal, async () => {
    const read = (start: number, end: number) => readRange(context.bytes, upload, start, end);
    try {
      const { signal } = turn;
      const sent = await context.ports.network.sendBytes({
        uploadUrl,
        size,
        read,
        onProgress: progress,
        signal,
      });
      signal.throwIfAborted();
      if (sent.refusedWith === 401) return { ok: false, trouble: { code: 'session.missing' } };
      return { ok: true, data: sent };
    } catch (error) {
      turn.signal.throwIfAborted();
      if (error instanceof Error && error.name === 'BytesLostError') throw error;
      return { ok: false, trouble: { code: 'network' } };
    }
  });
}

function noteOffset(context: EngineContext, fileId: string, offset: number): Promise<unknown> {
  return context.database.use((db) => db.uploads.update(fileId, { offset }));
}

/** A refusal is final and goes to the person; anything else is tried again. */
async function judge(
  context: EngineContext,
  { signal }: Turn,
  upload: UploadRow,
  said: Trouble,
): Promise<LaneEnd> {
  const refusal = refusalOf(said, upload);
  if (refusal === null) return trouble(said);
  signal.throwIfAborted();
  await changeIfSame(context, upload, async (db, row) => {
    await keepRefusedUpload(db, row, refusal, toInstant(context.ports.clock.now()));
  });
  return { end: 'refused' };
}

function refusalOf(said: Trouble, { taskId }: UploadRow): Refusal | null {
  if (said.refusal !== undefined) return said.refusal as Refusal;
  if (said.code === 'grant.missing') return { code: 'grant.missing' };
  if (said.code !== 'not-found') return null;
  // This device declared it: out of sight is its place. It goes again when the place comes back.
  return { code: taskId === null ? 'folder.not-found' : 'task.not-found' };
}

async function land(context: EngineContext, upload: UploadRow): Promise<LaneEnd> {
  await changeIfSame(context, upload, async (db, row) => {
    await db.uploads.put({ ...row, state: 'landed', offset: row.size });
  });
  return { end: 'landed' };
}

/** The person may have discarded the file, or filed it elsewhere, while its bytes travelled: then this run is void. */
function changeIfSame(
  context: EngineContext,
  upload: UploadRow,
  change: (db: Parameters<typeof keepRefusedUpload>[0], row: UploadRow) => Promise<void>,
): Promise<void> {
  return context.database.use((db) =>
    db.transaction('rw', [db.uploads, db.attention], async () => {
      const row = await db.uploads.get(upload.fileId);
      const underway = row?.state === 'declared' || row?.state === 'landed';
      if (row?.declareId === upload.declareId && underway) await change(db, row);
    }),
  );
}

function trouble(said: Trouble): LaneEnd {
  return { end: 'trouble', trouble: said };
}
