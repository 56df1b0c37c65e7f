import type { Storey, Room } from '#server/demo/documents/storey.ts';
import type { Dice } from '#server/demo/photos/dice.ts';

type Pdf = PDFKit.PDFDocument;

const outerWall = 7;
const innerWall = 3;
const door = 16;

/** Draws a storey as an architect does: hatched walls, doors with their swing, windows, furniture, names and areas. */
export function drawStorey(pdf: Pdf, storey: Storey, dice: Dice): void {
  const { outline, corridor, rooms } = storey;
  drawAxes(pdf, storey);
  const { x, y, w, h } = outline;
  wall(pdf, x - outerWall, y - outerWall, w + 2 * outerWall, outerWall);
  wall(pdf, x - outerWall, y + h, w + 2 * outerWall, outerWall);
  wall(pdf, x - outerWall, y, outerWall, corridor.y - y);
  wall(pdf, x - outerWall, corridor.y + corridor.h, outerWall, y + h - corridor.y - corridor.h);
  wall(pdf, x + w, y, outerWall, corridor.y - y);
  wall(pdf, x + w, corridor.y + corridor.h, outerWall, y + h - corridor.y - corridor.h);
  for (const room of rooms) drawRoom(pdf, storey, room, dice);
  pdf
    .fontSize(6)
    .fillColor('#333')
    .text('Korridor', x + w / 2, corridor.y + 5);
}

function drawRoom(pdf: Pdf, { outline, corridor }: Storey, room: Room, dice: Dice): void {
  const { x, y, w, h } = room;
  const isLast = x + w > outline.x + outline.w - 1;
  if (!isLast) wall(pdf, x + w - innerWall / 2, y, innerWall, h);
  const wallY = room.side === 'north' ? corridor.y - innerWall : corridor.y + corridor.h;
  const doorX = x + 10 + dice() * Math.max(0, w - door - 24);
  wall(pdf, x, wallY, doorX - x, innerWall);
  wall(pdf, doorX + door, wallY, x + w - doorX - door, innerWall);
  const into = room.side === 'north' ? -1 : 1;
  const hinge = room.side === 'north' ? wallY : wallY + innerWall;
  pdf.lineWidth(0.6).strokeColor('#222');
  pdf
    .moveTo(doorX, hinge)
    .lineTo(doorX, hinge + into * door)
    .stroke();
  pdf
    .lineWidth(0.3)
    .moveTo(doorX, hinge + into * door)
    .quadraticCurveTo(doorX + door * 0.95, hinge + into * door * 0.95, doorX + door, hinge)
    .stroke();
  drawWindows(pdf, room, outline);
  drawFurniture(pdf, room, dice);
  const middle = y + h / 2;
  pdf.rect(x + w / 2 - 27, middle - 14, 54, 27).fill('#ffffff');
  pdf.fillColor('#111').fontSize(5.5);
  const centred = { width: 60, align: 'center', lineBreak: false } as const;
  pdf.text(room.number, x + w / 2 - 30, middle - 12, centred);
  pdf.text(room.name, x + w / 2 - 30, middle - 4, centred);
  pdf.text(`${room.area} m²`, x + w / 2 - 30, middle + 4, centred);
}

/** A wall filled with the hatch of concrete. */
function wall(pdf: Pdf, x: number, y: number, w: number, h: number): void {
  if (w <= 0 || h <= 0) return;
  pdf.save().rect(x, y, w, h).clip();
  pdf.lineWidth(0.18).strokeColor('#555');
  for (let at = x - h; at < x + w; at += 1.5) pdf.moveTo(at, y + h).lineTo(at + h, y);
  pdf.stroke().restore();
  pdf.lineWidth(0.7).strokeColor('#111').rect(x, y, w, h).stroke();
}

function drawWindows(pdf: Pdf, room: Room, outline: Storey['outline']): void {
  const wallY = room.side === 'north' ? outline.y - outerWall : outline.y + outline.h;
  for (let x = room.x + 8; x + 20 < room.x + room.w - 6; x += 27) {
    pdf.rect(x, wallY, 20, outerWall).fill('#ffffff');
    pdf.lineWidth(0.4).strokeColor('#111').rect(x, wallY, 20, outerWall).stroke();
    for (const part of [0.35, 0.65])
      pdf.moveTo(x, wallY + outerWall * part).lineTo(x + 20, wallY + outerWall * part);
    pdf.stroke();
  }
}

const desks = /Klasserom|Grupperom|Kontor|Bibliotek|Møterom|Spiserom|Stue|Vaktrom|Lekerom/u;
const wet = /Dusj|Bad|WC|Stellerom|Skyllerom|Basseng|Slangevask|Teknisk/u;

/** Tiles where it is wet, desks and chairs where people sit, shelves elsewhere. */
function drawFurniture(pdf: Pdf, room: Room, dice: Dice): void {
  const { x, y, w, h } = room;
  pdf
    .save()
    .rect(x + 3, y + 3, w - 6, h - 6)
    .clip();
  pdf.lineWidth(0.15).strokeColor('#888');
  if (wet.test(room.name)) {
    for (let at = x; at < x + w; at += 3) pdf.moveTo(at, y).lineTo(at, y + h);
    for (let at = y; at < y + h; at += 3) pdf.moveTo(x, at).lineTo(x + w, at);
    pdf.stroke();
  } else if (!desks.test(room.name)) {
    for (let dy = 14; dy + 10 < h; dy += 26) pdf.rect(x + 8, y + dy, w - 30, 6);
    pdf.stroke();
  } else {
    for (let dy = 16; dy + 16 < h; dy += 19) {
      for (let dx = 12; dx + 18 < w; dx += 23) {
        if (dice() < 0.12) continue;
        pdf.rect(x + dx, y + dy, 14, 7);
        for (const chair of [3, 10]) pdf.circle(x + dx + chair, y + dy + 10, 2);
      }
    }
    pdf.stroke();
  }
  pdf.restore();
}

/** Axes with their letters and numbers, and the dimensions between them. */
function drawAxes(pdf: Pdf, { outline }: Storey): void {
  const { x, y, w, h } = outline;
  pdf.fontSize(6);
  const columns = 8;
  for (let index = 0; index <= columns; index += 1) {
    const at = x + (w * index) / columns;
    pdf.save().dash(6, { space: 2 }).lineWidth(0.2).strokeColor('#999');
    pdf
      .moveTo(at, y - 42)
      .lineTo(at, y + h + 22)
      .stroke()
      .restore();
    bubble(pdf, at, y - 50, String(index + 1));
    if (index < columns)
      pdf
        .fillColor('#555')
        .text(String(Math.round((w / columns) * 70.6)), at + 12, y - 34, { lineBreak: false });
  }
  for (const [index, part] of [0, 0.44, 0.56, 1].entries()) {
    const at = y + h * part;
    pdf.save().dash(6, { space: 2 }).lineWidth(0.2).strokeColor('#999');
    pdf
      .moveTo(x - 42, at)
      .lineTo(x + w + 22, at)
      .stroke()
      .restore();
    bubble(pdf, x - 50, at, 'ABCD'[index] ?? '');
  }
}

function bubble(pdf: Pdf, x: number, y: number, text: string): void {
  pdf.lineWidth(0.5).strokeColor('#333').circle(x, y, 7).stroke();
  pdf.fillColor('#333').text(text, x - 7, y - 2.5, { width: 14, align: 'center', lineBreak: false });
}
