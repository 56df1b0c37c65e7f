const open = ['/sign-in', '/forgot-password', '/password', '/reset-app', '/tilbakestill-app'];

/** Whether a page may be seen by nobody in particular; every other page wants somebody signed in on this device. */
export function isOpenPage(pathname: string): boolean {
  return open.some((path) => pathname === path || pathname.startsWith(`${path}/`));
}
