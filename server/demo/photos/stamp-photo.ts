import type { Instant } from '#shared/kernel/instant.ts';

const ascii = 2;
const long = 4;

type Field = readonly [tag: number, type: typeof ascii | typeof long, value: string | number];

/**
 * The photo with its camera, date and a number of its own written into it as phones do (Exif 2.32), without a position:
 * the same picture, other bytes.
 */
export function stampPhoto(jpeg: Buffer, taken: { at: Instant; number: string }): Buffer {
  const date = taken.at.slice(0, 19).replaceAll('-', ':').replace('T', ' ');
  const own: Field[] = [
    [0x9003, ascii, date],
    [0xa420, ascii, taken.number],
  ];
  const camera: Field[] = [
    [0x010f, ascii, 'Oppdrag'],
    [0x0110, ascii, 'Demo'],
    [0x0132, ascii, date],
  ];
  const first = 8;
  // The pointer's own field is one more than the camera's, and makes its directory twelve bytes longer.
  const second = first + directory(camera, first).length + 12;
  const tiff = Buffer.concat([
    Buffer.from('49492a0008000000', 'hex'),
    directory([...camera, [0x8769, long, second]], first),
    directory(own, second),
  ]);
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const marker = Buffer.alloc(4);
  marker.writeUInt16BE(0xffe1, 0);
  marker.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), marker, body, jpeg.subarray(2)]);
}

/** A directory that stands at `offset`, with the texts that do not fit into it behind it. */
function directory(fields: readonly Field[], offset: number): Buffer {
  const table = Buffer.alloc(2 + fields.length * 12 + 4);
  const texts: Buffer[] = [];
  let behind = offset + table.length;
  table.writeUInt16LE(fields.length, 0);
  for (const [index, [tag, type, value]] of fields.entries()) {
    const at = 2 + index * 12;
    table.writeUInt16LE(tag, at);
    table.writeUInt16LE(type, at + 2);
    if (typeof value === 'number') {
      table.writeUInt32LE(1, at + 4);
      table.writeUInt32LE(value, at + 8);
      continue;
    }
    const text = Buffer.from(`${value}\0`, 'latin1');
    table.writeUInt32LE(text.length, at + 4);
    table.writeUInt32LE(behind, at + 8);
    texts.push(text);
    behind += text.length;
  }
  return Buffer.concat([table, ...texts]);
}
