/** What a file is, in the few kinds people tell apart. */
export type FileKind = 'image' | 'pdf' | 'other';

const drawable: ReadonlySet<string> = new Set([
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/gif',
  'image/avif',
]);

/** The kind of a file by its type; null or unknown is other. */
export function fileKindOf(type: string | null): FileKind {
  if (type?.startsWith('image/')) return 'image';
  return type === 'application/pdf' ? 'pdf' : 'other';
}

/** Whether every browser of ours draws it: HEIC and TIFF are pictures, but are not. */
export function isDrawable(type: string | null): boolean {
  return type !== null && drawable.has(type);
}
