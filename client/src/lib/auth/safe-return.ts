/** The address a person was heading for before signing in; only a page of ours, else the front page. */
export function safeReturn(wanted: string | null): string {
  if (wanted === null || !wanted.startsWith('/') || wanted.startsWith('//') || wanted.includes('\\'))
    return '/';
  return wanted;
}
