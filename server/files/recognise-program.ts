/** Reads `length` bytes from `start`; fewer at the end of the file. */
export type ReadBytes = (start: number, length: number) => Promise<Buffer>;

const zipEndLength = 22;
/** A zip ends with its directory's address and at most 65,535 bytes of comment. */
const zipTailLength = zipEndLength + 65_535;
const zipDirectoryLimit = 2_000_000;

/** What only archives that are run contain: Android, Java, Windows and iPhone packages. */
const programEntry =
  /^(?:AndroidManifest\.xml|classes\.dex|META-INF\/MANIFEST\.MF|AppxManifest\.xml|Payload\/[^/]+\.app\/.*)$/u;

const oleMagic = Buffer.from('d0cf11e0a1b11ae1', 'hex');
/** Class ids of Windows Installer's transforms, packages and patches: 000C1082, -84 and -86, after the first byte. */
const installerClass = Buffer.from('100c0000000000c000000000000046', 'hex');

const magics = [
  '7f454c46', // ELF
  'feedface', // Mach-O
  'feedfacf',
  'cefaedfe',
  'cffaedfe',
  'cafebabe', // Mach-O for several processors; Java class
  '6465780a', // Android's dex
  '4c0000000114020000000000c000000000000046', // Windows shortcut
].map((magic) => Buffer.from(magic, 'hex'));

/**
 * Whether the content is a program, whatever its name says. Documents that share a container with programs (docx,
 * odt, xls) are not; neither are HTML and SVG, which are only ever served as opaque downloads.
 */
export async function isProgram(read: ReadBytes, size: number): Promise<boolean> {
  const head = await read(0, 4096);
  if (magics.some((magic) => startsWith(head, magic))) return true;
  // A text may begin with the letters MZ; a program has binary zeroes in its header.
  if (startsWith(head, Buffer.from('MZ')) && head.subarray(0, 64).includes(0)) return true;
  if (/^#![ \t]*\//u.test(head.toString('latin1', 0, 64))) return true;
  if (startsWith(head, oleMagic)) return isInstaller(head, read);
  return isZipWithProgram(read, size);
}

function startsWith(bytes: Buffer, beginning: Buffer): boolean {
  return bytes.subarray(0, beginning.length).equals(beginning);
}

/** [MS-CFB] 2.2 and 2.6: the first entry of the directory is the root, with the class id of whoever opens the file. */
async function isInstaller(head: Buffer, read: ReadBytes): Promise<boolean> {
  if (head.length < 512) return false;
  const sectorSize = 2 ** Math.min(head.readUInt16LE(30), 12);
  const root = await read((head.readUInt32LE(48) + 1) * sectorSize, 128);
  const classId = root.subarray(80, 96);
  return (classId[0] ?? 0) >= 0x82 && (classId[0] ?? 0) <= 0x86 && classId.subarray(1).equals(installerClass);
}

/** Java runs a zip found from its end, whatever stands before it; so every file is looked at, not only zips. */
async function isZipWithProgram(read: ReadBytes, size: number): Promise<boolean> {
  const tailStart = Math.max(0, size - zipTailLength);
  const tail = await read(tailStart, Math.min(size, zipTailLength));
  const end = tail.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  if (end < 0 || end + zipEndLength > tail.length) return false;
  const length = Math.min(tail.readUInt32LE(end + 12), tailStart + end);
  const directory = await read(tailStart + end - length, Math.min(length, zipDirectoryLimit));
  return entryNames(directory).some((name) => programEntry.test(name));
}

function entryNames(directory: Buffer): string[] {
  const names: string[] = [];
  let at = 0;
  while (at + 46 <= directory.length && directory.readUInt32LE(at) === 0x02014b50) {
    const nameLength = directory.readUInt16LE(at + 28);
    names.push(directory.toString('utf8', at + 46, at + 46 + nameLength));
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return names;
}
