import type { OfficeTask, TaskHolding } from '#lib/office/requests.ts';
import { isOutstanding, type FileRecord } from '#shared/files/file.ts';
import type { Id } from '#shared/kernel/ids.ts';

/** What is not received yet and would be refused: what devices said they hold, and files already on their way. */
export interface GuardList {
  readonly devices: readonly TaskHolding[];
  readonly files: readonly FileRecord[];
}

/**
 * What ending access to this task would refuse: of everybody, or of the parties who lose it. A file on its way that a
 * device lists as well is told with the device. A device whose party is not known is told about rather than left out.
 */
export function guardListOf(
  { task, holdings }: Pick<OfficeTask, 'task' | 'holdings'>,
  losing: readonly Id[] | null,
): GuardList {
  const loses = (partyId: Id | null) => losing === null || partyId === null || losing.includes(partyId);
  const devices = holdings.filter((one) => one.files + one.commands > 0 && loses(one.partyId));
  const told = (file: FileRecord) =>
    devices.some(
      (device) =>
        device.personName === file.declaredByName &&
        device.items.some(
          (item) => item.kind === 'file' && item.name === file.name && item.size === file.size,
        ),
    );
  const files = task.files.filter((file) => isOutstanding(file) && loses(file.partyId) && !told(file));
  return { devices, files };
}

/** Whether nothing would be refused, as far as anybody knows. */
export function isNothing(list: GuardList): boolean {
  return list.devices.length === 0 && list.files.length === 0;
}

/** How much devices hold of one task, all of them together, and when the newest of them was heard of. */
export function sumHoldings(holdings: readonly TaskHolding[]): {
  files: number;
  changes: number;
  lastContactAt: string | null;
} {
  return {
    files: holdings.reduce((sum, one) => sum + one.files, 0),
    changes: holdings.reduce((sum, one) => sum + one.commands, 0),
    lastContactAt:
      holdings
        .map((one) => one.lastContactAt)
        .sort()
        .at(-1) ?? null,
  };
}
