import type { AppDeps } from '#server/app-deps.ts';
import { noAfterCommit, type AfterCommit } from '#server/consequences.ts';
import type { Gate } from '#server/http/gate.ts';
import { ProblemError } from '#server/http/problem-error.ts';
import type { Sender } from '#server/sync/apply-commands.ts';
import { changesSince } from '#server/sync/changes-since.ts';
import { lookForDevice } from '#server/sync/look-for-device.ts';
import { hashHolding, saveHolding } from '#server/sync/save-holding.ts';
import { millis, type Instant } from '#shared/kernel/instant.ts';
import type { PullLine, PullRequest } from '#shared/sync/pull-message.ts';

/** A contact is noted again after so long, milliseconds. */
const noteContactAfter = 60_000;

/**
 * Answers a pull: looks first, since most find nothing new, and reads a page where there is something, when its turn
 * comes. Notes what the device says it still holds.
 */
export async function pull(
  { db, log, wholePulls, pages }: Pick<AppDeps, 'db' | 'log' | 'pages'> & { wholePulls: Gate },
  sender: Sender & { device: NonNullable<Sender['device']> },
  request: PullRequest,
  now: Instant,
): Promise<{ lines: PullLine[]; after: AfterCommit }> {
  const { device, nothingNew } = await lookForDevice(db, sender, request, now);
  if (device?.blocked === true) throw new ProblemError('device.blocked');
  const { holding } = request;
  const isNoted =
    device !== null &&
    (holding === undefined || device.holdingHash === hashHolding(holding)) &&
    millis(now) - millis(device.lastContactAt) < noteContactAfter;
  const after = isNoted ? noAfterCommit : await saveHolding(db, sender, holding, now);
  if (request.drifted.length > 0) {
    const kinds = request.drifted.map((scope) => scope.kind).join(', ');
    log.warn(`A device held other records than the server in ${request.drifted.length} scopes: ${kinds}`);
  }
  return {
    lines: nothingNew ?? (await wholePulls(() => changesSince(db, sender, request, now, pages))),
    after,
  };
}
