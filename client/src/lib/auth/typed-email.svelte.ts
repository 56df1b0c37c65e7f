let typed = $state('');

/** The address written on one of the pages of signing in, for the next one; gone with the tab, and once somebody is in. */
export const typedEmail = {
  get value(): string {
    return typed;
  },
  set value(next: string) {
    typed = next;
  },
};
