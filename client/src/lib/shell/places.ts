import archive from '@navikt/aksel-icons/svg/Archive.svg?raw';
import warning from '@navikt/aksel-icons/svg/ExclamationmarkTriangle.svg?raw';
import house from '@navikt/aksel-icons/svg/House.svg?raw';
import outbox from '@navikt/aksel-icons/svg/InboxUp.svg?raw';
import tasks from '@navikt/aksel-icons/svg/Tasklist.svg?raw';
import type { shellTexts } from '#lib/texts/shell-texts.ts';
import type { OfficeParts } from '#shared/people/office-parts.ts';
import type { taskWords } from '#lib/texts/task-words.ts';

/** A place the frame leads to. */
export type Place = { href: string; label: string; icon: string };

type Shell = ReturnType<typeof shellTexts>;
type Words = ReturnType<typeof taskWords>;

/** The places of everybody, in the menu. */
export function fieldPlaces(shell: Shell, words: Words): Place[] {
  return [
    { href: '/', label: shell.home, icon: house },
    { href: '/tasks', label: words.myTasks, icon: tasks },
    { href: '/archive', label: words.archive, icon: archive },
    { href: '/outbox', label: shell.outbox, icon: outbox },
    { href: '/attention', label: shell.attention, icon: warning },
  ];
}

/** The rail of the office, as far as it is theirs. A place is listed here once its page exists: no dead links. */
export function officePlaces(shell: Shell, office: OfficeParts | undefined): Place[] {
  return [
    ...(office?.tasks ? [{ href: '/office/tasks', label: shell.tasks, icon: tasks }] : []),
    ...(office?.archive ? [{ href: '/office/archive', label: shell.archive, icon: archive }] : []),
  ];
}

/** Whether a page belongs to a place, so that the place is marked as the current one. */
export function isAt(place: Place, pathname: string): boolean {
  return place.href === '/'
    ? pathname === '/'
    : pathname === place.href || pathname.startsWith(`${place.href}/`);
}
