import { describe, expect, it } from 'vitest';
import { approveArchiveFileCases } from '#shared/archive/approve-archive-file.cases.ts';
import { archiveEntrySchema } from '#shared/archive/archive-entry.ts';
import { assessArchiveFile, rejectArchiveFileSchema } from '#shared/archive/assess-archive-file.ts';
import { rejectArchiveFileCases } from '#shared/archive/reject-archive-file.cases.ts';
import { commandSchema } from '#shared/sync/command.ts';
import { aCommand } from '#shared/testing/a-command.ts';
import { now } from '#shared/testing/builders.ts';
import { actorOf } from '#shared/testing/people.ts';

describe.each([
  ['approve-archive-file', approveArchiveFileCases],
  ['reject-archive-file', rejectArchiveFileCases],
] as const)('%s', (type, cases) => {
  it.each(cases)('$title', ({ given, actor, command, outcome, entry }) => {
    expect(command.type).toBe(type);
    expect(commandSchema.parse(command)).toEqual(command);
    const decision = assessArchiveFile(given.entry, command, { actor: actorOf(actor), now });
    expect(decision.ok ? 'applied' : decision.refusal.code).toBe(outcome);
    if (!decision.ok) return;
    expect(archiveEntrySchema.parse(decision.next)).toEqual(decision.next);
    if (entry !== undefined) expect(decision.next).toEqual(entry);
    const changed = decision.next !== given.entry;
    expect(decision.events).toEqual(changed ? [{ type: 'file-assessed', entryId: command.entryId }] : []);
  });
});

describe('the assessment of archive files', () => {
  it('has cases for each of its refusals', () => {
    const outcomes = new Set(
      [...approveArchiveFileCases, ...rejectArchiveFileCases].map((one) => one.outcome),
    );
    expect([...outcomes].sort()).toEqual(['applied', 'entry.not-found', 'grant.missing']);
  });

  it('does not reject without a reason', () => {
    const command = { ...aCommand('reject-archive-file'), reason: '  ' };
    expect(rejectArchiveFileSchema.safeParse(command).success).toBe(false);
  });
});
