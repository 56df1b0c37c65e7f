import type { Room, Storey } from '#server/demo/documents/storey.ts';
import type { Dice } from '#server/demo/photos/dice.ts';

type Pdf = PDFKit.PDFDocument;

/** What is drawn over a storey's plan. */
export type Trade = 'architecture' | 'fire' | 'electrical' | 'ventilation' | 'plumbing';

/** Signs of one trade with their meaning, as the legend lists them. */
export const legends: Readonly<Record<Trade, readonly (readonly [colour: string, meaning: string])[]>> = {
  architecture: [['#111', 'Vegger, dører, vinduer']],
  fire: [
    ['#118a3c', 'Rømningsvei og retning'],
    ['#c4161c', 'Slokkeapparat, brannslange'],
    ['#e07b00', 'Detektor, manuell melder'],
    ['#c4161c', 'Branncellebegrensende vegg EI 60'],
  ],
  electrical: [
    ['#1b4fa0', 'Armatur, kurs'],
    ['#a0521b', 'Stikkontakt'],
    ['#118a3c', 'Nødlys'],
    ['#555', 'Kabelbro'],
  ],
  ventilation: [
    ['#1b6fb0', 'Tilluft'],
    ['#b07a1b', 'Avtrekk'],
    ['#333', 'Brannspjeld'],
  ],
  plumbing: [
    ['#1b6fb0', 'Kaldtvann'],
    ['#c4161c', 'Varmtvann'],
    ['#7a4a1e', 'Avløp'],
  ],
};

/** Draws what one trade has put into a storey. */
export function drawOverlay(pdf: Pdf, storey: Storey, trade: Trade, dice: Dice): void {
  const { corridor, outline, rooms } = storey;
  const middle = corridor.y + corridor.h / 2;
  if (trade === 'fire') {
    arrowLine(pdf, outline.x + outline.w / 2, middle, outline.x - 30, middle, '#118a3c');
    arrowLine(pdf, outline.x + outline.w / 2, middle, outline.x + outline.w + 30, middle, '#118a3c');
    pdf.lineWidth(1.6).strokeColor('#c4161c');
    pdf.moveTo(outline.x, corridor.y).lineTo(outline.x + outline.w, corridor.y);
    pdf
      .moveTo(outline.x, corridor.y + corridor.h)
      .lineTo(outline.x + outline.w, corridor.y + corridor.h)
      .stroke();
    for (let x = outline.x + 60; x < outline.x + outline.w; x += 170) {
      pdf.rect(x, corridor.y + 4, 9, 9).fill('#c4161c');
      pdf.rect(x + 80, corridor.y + corridor.h - 13, 9, 9).fill('#e07b00');
    }
    for (const room of rooms) dots(pdf, room, 46, '#e07b00', 2.4);
    return;
  }
  if (trade === 'ventilation') {
    duct(pdf, outline, middle - 9, '#1b6fb0');
    duct(pdf, outline, middle + 5, '#b07a1b');
  } else if (trade === 'plumbing') {
    for (const [offset, colour] of [
      [-6, '#1b6fb0'],
      [0, '#c4161c'],
      [6, '#7a4a1e'],
    ] as const) {
      pdf.lineWidth(0.9).strokeColor(colour);
      pdf
        .moveTo(outline.x, middle + offset)
        .lineTo(outline.x + outline.w, middle + offset)
        .stroke();
    }
  } else if (trade === 'electrical') {
    pdf
      .lineWidth(0.5)
      .strokeColor('#555')
      .rect(outline.x, middle - 4, outline.w, 8)
      .stroke();
    for (let x = outline.x; x < outline.x + outline.w; x += 5)
      pdf.moveTo(x, middle - 4).lineTo(x, middle + 4);
    pdf.lineWidth(0.2).stroke();
  }
  for (const room of rooms) serve(pdf, room, trade, middle, dice);
}

function serve(pdf: Pdf, room: Room, trade: Trade, middle: number, dice: Dice): void {
  const { x, y, w, h } = room;
  const colours = legends[trade].map(([colour]) => colour);
  const main = colours[0] ?? '#111';
  if (trade === 'architecture') return;
  pdf.lineWidth(0.7).strokeColor(main);
  const at = x + w * (0.3 + dice() * 0.4);
  pdf
    .moveTo(at, middle)
    .lineTo(at, y + h * (room.side === 'north' ? 0.3 : 0.7))
    .stroke();
  dots(pdf, room, trade === 'electrical' ? 22 : 44, main, trade === 'electrical' ? 2.6 : 4);
  if (trade !== 'electrical') return;
  for (let along = x + 8; along < x + w - 6; along += 26) {
    pdf
      .lineWidth(0.5)
      .strokeColor('#a0521b')
      .circle(along, room.side === 'north' ? y + 5 : y + h - 5, 2)
      .stroke();
  }
  pdf
    .fontSize(4)
    .fillColor('#1b4fa0')
    .text(`Kurs ${Math.floor(dice() * 40) + 1}`, x + 4, y + h - 14, { lineBreak: false });
}

/** A grid of crossed circles: lamps, valves, detectors. */
function dots(pdf: Pdf, room: Room, apart: number, colour: string, size: number): void {
  pdf.lineWidth(0.4).strokeColor(colour);
  for (let x = room.x + apart / 2; x < room.x + room.w - size; x += apart) {
    for (let y = room.y + apart / 2; y < room.y + room.h - size; y += apart) {
      pdf.circle(x, y, size);
      pdf.moveTo(x - size, y - size).lineTo(x + size, y + size);
      pdf.moveTo(x + size, y - size).lineTo(x - size, y + size);
    }
  }
  pdf.stroke();
}

function duct(pdf: Pdf, outline: Storey['outline'], y: number, colour: string): void {
  pdf
    .lineWidth(0.8)
    .strokeColor(colour)
    .rect(outline.x + 10, y, outline.w - 20, 7)
    .stroke();
  pdf.lineWidth(0.2);
  for (let x = outline.x + 10; x < outline.x + outline.w - 10; x += 3) pdf.moveTo(x, y).lineTo(x + 3, y + 7);
  pdf.stroke();
}

function arrowLine(pdf: Pdf, x0: number, y0: number, x1: number, y1: number, colour: string): void {
  const back = Math.sign(x1 - x0) * 10;
  pdf.lineWidth(2).strokeColor(colour).moveTo(x0, y0).lineTo(x1, y1).stroke();
  pdf
    .moveTo(x1, y1)
    .lineTo(x1 - back, y1 - 5)
    .lineTo(x1 - back, y1 + 5)
    .fill(colour);
}
