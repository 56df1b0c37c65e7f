import { makePdf } from '#server/demo/documents/sheet.ts';
import type { PhotoName } from '#server/demo/photos/draw-photo.ts';
import type { Building } from '#shared/buildings/building.ts';
import type { Instant } from '#shared/kernel/instant.ts';

type Pdf = PDFKit.PDFDocument;

/** A document of text in A4: what a firm hands over when the work is done. */
export interface Report {
  readonly title: string;
  /** Who wrote it. */
  readonly from: string;
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly sections: readonly { readonly heading: string; readonly text: string }[];
  readonly table?: { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };
  readonly photos?: readonly PhotoName[];
}

const margin = 56;
const width = 595 - 2 * margin;
const bottom = 770;

/** Lays a report out on as many pages as it needs; a page for each two photos. */
export function drawReport(
  report: Report,
  place: { building: Pick<Building, 'name' | 'address' | 'postalPlace' | 'tenantName'>; at: Instant },
  photos: ReadonlyMap<PhotoName, Buffer>,
): Promise<Buffer> {
  const { building, at } = place;
  return makePdf({ title: `${report.title}, ${building.name}`, author: report.from, at }, (pdf) => {
    addPage(pdf, report, at);
    pdf.font('Helvetica-Bold').fontSize(20).fillColor('#111').text(report.title, margin, 96, { width });
    pdf.font('Helvetica').fontSize(11).fillColor('#444');
    pdf.text(`${building.name}, ${building.address}, ${building.postalPlace}`, { width }).moveDown(1.2);
    for (const [name, value] of [['Oppdragsgiver', building.tenantName] as const, ...report.facts]) {
      const y = pdf.y;
      pdf.font('Helvetica-Bold').fontSize(10).fillColor('#111').text(name, margin, y, { width: 130 });
      pdf
        .font('Helvetica')
        .text(value, margin + 140, y, { width: width - 140 })
        .moveDown(0.35);
    }
    for (const section of report.sections) {
      if (pdf.y > bottom - 90) addPage(pdf, report, at);
      pdf
        .moveDown(1)
        .font('Helvetica-Bold')
        .fontSize(13)
        .fillColor('#111')
        .text(section.heading, margin, pdf.y, { width });
      pdf.moveDown(0.3).font('Helvetica').fontSize(10.5).text(section.text, { width, lineGap: 3 });
    }
    if (report.table) drawTable(pdf, report, report.table, at);
    const pictures = report.photos ?? [];
    for (const [index, name] of pictures.entries()) {
      if (index % 2 === 0) addPage(pdf, report, at);
      const y = 90 + (index % 2) * 345;
      pdf.image(photos.get(name) ?? Buffer.alloc(0), margin, y, { width: 420 });
      pdf
        .font('Helvetica')
        .fontSize(9)
        .fillColor('#444')
        .text(`Bilde ${index + 1}`, margin, y + 319);
    }
  });
}

function addPage(pdf: Pdf, report: Report, at: Instant): void {
  pdf.addPage({ size: 'A4', margin: 0 });
  pdf
    .font('Helvetica-Bold')
    .fontSize(10)
    .fillColor('#0b4f6c')
    .text(report.from, margin, 40, { lineBreak: false });
  pdf.font('Helvetica').fontSize(9).fillColor('#555');
  pdf.text(at.slice(0, 10), margin, 40, { width, align: 'right', lineBreak: false });
  pdf
    .lineWidth(0.8)
    .strokeColor('#0b4f6c')
    .moveTo(margin, 58)
    .lineTo(595 - margin, 58)
    .stroke();
  pdf.x = margin;
  pdf.y = 84;
}

function drawTable(pdf: Pdf, report: Report, table: NonNullable<Report['table']>, at: Instant): void {
  const column = width / table.head.length;
  const row = (cells: readonly string[], font: string) => {
    if (pdf.y > bottom) addPage(pdf, report, at);
    const y = pdf.y + 4;
    pdf.font(font).fontSize(9).fillColor('#111');
    for (const [index, cell] of cells.entries())
      pdf.text(cell, margin + index * column + 4, y, { width: column - 8, height: 12, ellipsis: true });
    pdf
      .lineWidth(0.3)
      .strokeColor('#888')
      .moveTo(margin, y + 14)
      .lineTo(margin + width, y + 14)
      .stroke();
    pdf.y = y + 15;
  };
  pdf.moveDown(1.2);
  row(table.head, 'Helvetica-Bold');
  for (const cells of table.rows) row(cells, 'Helvetica');
}
