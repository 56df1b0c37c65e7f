import PDFDocument from 'pdfkit';
import type { Instant } from '#shared/kernel/instant.ts';

type Pdf = PDFKit.PDFDocument;

/** What stands in a document's properties. */
export interface About {
  readonly title: string;
  readonly author: string;
  readonly at: Instant;
}

/** Makes a PDF whose bytes depend on nothing but what is drawn; `draw` adds the pages. */
export async function makePdf(about: About, draw: (pdf: Pdf) => void): Promise<Buffer> {
  const date = new Date(about.at);
  const pdf = new PDFDocument({
    autoFirstPage: false,
    margin: 0,
    info: { Title: about.title, Author: about.author, CreationDate: date, ModDate: date },
  });
  const chunks: Buffer[] = [];
  const done = new Promise<Buffer>((settle, fail) => {
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    pdf.on('end', () => settle(Buffer.concat(chunks)));
    pdf.on('error', fail);
  });
  draw(pdf);
  pdf.end();
  return done;
}

/** What stands in the corner of a drawing. */
export interface TitleBlock {
  readonly building: string;
  readonly owner: string;
  readonly drawing: string;
  readonly number: string;
  readonly date: string;
  readonly legend: readonly (readonly [colour: string, meaning: string])[];
}

/** A sheet in A3 with frame, title block, legend and north arrow. */
export function addDrawingSheet(pdf: Pdf, block: TitleBlock): void {
  pdf.addPage({ size: 'A3', layout: 'landscape', margin: 0 }).font('Helvetica');
  const [w, h] = [pdf.page.width, pdf.page.height];
  pdf
    .lineWidth(1.2)
    .strokeColor('#111')
    .rect(24, 24, w - 48, h - 48)
    .stroke();
  const [x, y] = [w - 324, h - 124];
  pdf.lineWidth(0.8).rect(x, y, 300, 100).stroke();
  for (const offset of [34, 68]) pdf.moveTo(x, y + offset).lineTo(x + 300, y + offset);
  pdf
    .moveTo(x + 190, y + 68)
    .lineTo(x + 190, y + 100)
    .stroke();
  const cell = (label: string, text: string, left: number, top: number, width: number) => {
    pdf
      .fillColor('#555')
      .fontSize(5)
      .text(label, x + left + 4, y + top + 3, { lineBreak: false });
    const fitting = { width: width - 8, height: 14, lineBreak: false, ellipsis: true } as const;
    pdf
      .fillColor('#111')
      .fontSize(10.5)
      .text(text, x + left + 4, y + top + 13, fitting);
  };
  cell('BYGG', `${block.building}, ${block.owner}`, 0, 0, 300);
  cell('TEGNING', block.drawing, 0, 34, 300);
  cell('TEGNINGSNR.', block.number, 0, 68, 190);
  cell('DATO · MÅL', `${block.date} · 1:200`, 190, 68, 110);
  for (const [index, [colour, meaning]] of block.legend.entries()) {
    pdf.rect(44, h - 100 + index * 15, 9, 9).fill(colour);
    pdf
      .fillColor('#111')
      .fontSize(8)
      .text(meaning, 60, h - 100 + index * 15, { lineBreak: false });
  }
  pdf
    .lineWidth(0.8)
    .strokeColor('#111')
    .circle(w - 70, 76, 22)
    .stroke();
  pdf
    .moveTo(w - 70, 50)
    .lineTo(w - 62, 84)
    .lineTo(w - 70, 78)
    .lineTo(w - 78, 84)
    .fill('#111');
  pdf
    .fillColor('#111')
    .fontSize(9)
    .text('N', w - 73, 38, { lineBreak: false });
}
