/*
 * Programs are refused by name before a byte is sent, and by content after (server/files/sniff-type.ts). Everything
 * else is welcome: unknown types are stored as opaque downloads (product.md, D2).
 */
const programEndings = new Set(
  (
    'apk app appx appxbundle bat cmd com command cpl dll dmg exe gadget hta inf ins iso jar js jse lnk msc msi msix ' +
    'msixbundle msp mst pif pkg ps1 ps1xml psc1 reg scf scr sct shb sys vb vbe vbs wsc wsf wsh xll'
  ).split(' '),
);

/** Whether a name ends like a program that Windows, macOS or Android would run. */
export function isProgramName(name: string): boolean {
  const ending = /\.([^.\s]+)[.\s]*$/u.exec(name)?.[1];
  return ending !== undefined && programEndings.has(ending.toLowerCase());
}
