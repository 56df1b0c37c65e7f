import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { verifyBytes, type CheckedBytes } from '#server/files/verify-bytes.ts';

function check(content: Buffer): Promise<CheckedBytes> {
  return verifyBytes(({ start, end } = { start: 0, end: content.length }) => {
    const part = content.subarray(start, end);
    return Promise.resolve(Readable.from(part.length === 0 ? [] : [part], { objectMode: false }));
  });
}

function bytes(hex: string, length = 0): Buffer {
  const start = Buffer.from(hex.replaceAll(' ', ''), 'hex');
  return Buffer.concat([start, Buffer.alloc(Math.max(0, length - start.length))]);
}

/** A zip with empty entries of these names. */
function zip(...names: string[]): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  for (const name of names) {
    const text = Buffer.from(name);
    const header = bytes('504b0304', 30);
    header.writeUInt16LE(text.length, 26);
    const entry = bytes('504b0102', 46);
    entry.writeUInt16LE(text.length, 28);
    local.push(header, text);
    central.push(entry, text);
  }
  const directory = Buffer.concat(central);
  const end = bytes('504b0506', 22);
  end.writeUInt16LE(names.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(Buffer.concat(local).length, 16);
  return Buffer.concat([...local, directory, end]);
}

/** An OLE file of two sectors whose root entry carries the class id. */
function ole(classId: string): Buffer {
  const file = bytes('d0cf11e0a1b11ae1', 512 * 3);
  file.writeUInt16LE(9, 30);
  file.writeUInt32LE(1, 48);
  bytes(classId).copy(file, 512 * 2 + 80);
  return file;
}

const gif = Buffer.from('GIF89a/*..................*/=1;alert(1)');
const png = bytes(
  '89504e470d0a1a0a 0000000d 49484452 00000001 00000001 08 06 000000 1f15c489 00000000 49444154',
  80,
);

test('hash and size are those of the bytes, of nothing too', async () => {
  for (const content of [Buffer.alloc(0), Buffer.alloc(300_000, 'Rør')]) {
    expect(await check(content)).toMatchObject({
      sha256: createHash('sha256').update(content).digest('hex'),
      size: content.length,
      program: false,
      type: null,
    });
  }
});

test.each<[string, Buffer, string | null]>([
  ['JPEG', bytes('ffd8ffe000104a464946', 600), 'image/jpeg'],
  ['PNG', png, 'image/png'],
  ['GIF that is a script too', gif, 'image/gif'],
  ['WebP', Buffer.from('RIFF\x24\0\0\0WEBPVP8 '.padEnd(64, '\0'), 'latin1'), 'image/webp'],
  ['HEIC', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic'.padEnd(64, '\0'), 'latin1'), 'image/heic'],
  ['PDF', Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj', 'latin1'), 'application/pdf'],
  ['PDF behind HTML', Buffer.from('<html><script>alert(1)</script>%PDF-1.7'), null],
  ['HTML', Buffer.from('<!doctype html><script>alert(1)</script>'), null],
  [
    'SVG',
    Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
    null,
  ],
  ['JavaScript', Buffer.from('alert(1)'), null],
  [
    'text that begins with MZ',
    Buffer.from('MZ er ikke et program, men en lang nok tekst om Målselv og Zorn.'),
    null,
  ],
  ['Markdown heading', Buffer.from('#! Viktig\n/etc er ikke nevnt'), null],
  ['Word', zip('[Content_Types].xml', '_rels/.rels', 'word/document.xml'), null],
  ['LibreOffice', zip('mimetype', 'content.xml', 'META-INF/manifest.xml'), null],
  ['signed ASiC', zip('mimetype', 'META-INF/signatures.xml', 'kontrakt.pdf'), null],
  ['zip', zip('tegninger/plan-1.dwg', 'installer.exe'), null],
  ['old Word', ole('0609020000000000c000000000000046'), null],
  ['drawing', bytes('41433130333200', 400), null],
])('%s is no program and has the type it is served as', async (_what, content, type) => {
  expect(await check(content)).toMatchObject({ program: false, type });
});

test.each<[string, Buffer]>([
  ['Windows program', Buffer.concat([bytes('4d5a90000300000004000000ffff0000', 128), bytes('50450000')])],
  ['Linux program', bytes('7f454c460201010000', 100)],
  ['macOS program', bytes('cffaedfe07000001', 100)],
  ['macOS program for two processors', bytes('cafebabe00000002', 100)],
  ['Java class', bytes('cafebabe00000041', 100)],
  ['Android dex', bytes('6465780a30333500', 100)],
  ['Windows shortcut', bytes('4c0000000114020000000000c000000000000046', 100)],
  ['shell script', Buffer.from('#!/bin/sh\nrm -rf /\n')],
  ['script by env', Buffer.from('#! /usr/bin/env python3\n')],
  ['Windows Installer', ole('84100c0000000000c000000000000046')],
  ['installer patch', ole('86100c0000000000c000000000000046')],
  ['Android package', zip('res/icon.png', 'AndroidManifest.xml', 'classes.dex')],
  ['Java archive', zip('META-INF/MANIFEST.MF', 'no/oppdrag/Main.class')],
  ['Windows package', zip('AppxManifest.xml')],
  ['iPhone package', zip('Payload/App.app/Info.plist')],
  ['Java archive behind a picture', Buffer.concat([gif, zip('META-INF/MANIFEST.MF')])],
  [
    'Java archive with a comment behind it',
    Buffer.concat([zip('META-INF/MANIFEST.MF'), Buffer.alloc(60_000, ' ')]),
  ],
])('%s is a program by its content', async (_what, content) => {
  expect((await check(content)).program).toBe(true);
});

test.each<[string, Buffer]>([
  [
    'zip whose directory is said to be longer than the file',
    zipWith((end) => end.writeUInt32LE(0xffffffff, 12)),
  ],
  ['zip cut in its end', zip('a.txt').subarray(0, -3)],
  ['OLE cut after its magic', ole('84100c0000000000c000000000000046').subarray(0, 20)],
  ['OLE with an impossible sector', oleWith((file) => file.writeUInt32LE(0xfffffffe, 48))],
  ['OLE with an impossible sector size', oleWith((file) => file.writeUInt16LE(0xffff, 30))],
])('%s is told without failing', async (_what, content) => {
  expect(await check(content)).toMatchObject({ size: content.length, program: false });
});

function zipWith(bend: (end: Buffer) => void): Buffer {
  const file = zip('a.txt');
  bend(file.subarray(-22));
  return file;
}

function oleWith(bend: (file: Buffer) => void): Buffer {
  const file = ole('84100c0000000000c000000000000046');
  bend(file);
  return file;
}
