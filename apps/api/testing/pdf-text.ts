import { inflateSync } from 'node:zlib';

/** The text of each page of a PDF that pdfkit wrote with embedded fonts, as a reader copies it out. */
export function pdfText(pdf: Uint8Array): string {
  const objects = readObjects(Buffer.from(pdf));
  const pages = [...objects.values()].filter(({ head }) => /\/Type \/Page\b(?!s)/.test(head));
  return pages.map((page) => pageText(objects, page)).join('\n');
}

type PdfObject = { head: string; body: string };
type Objects = Map<string, PdfObject>;

function readObjects(pdf: Buffer): Objects {
  const file = pdf.toString('latin1');
  const found = file.matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g);
  return new Map(
    Array.from(found, ([, id = '', text = '']) => {
      const [head = '', ...rest] = text.split('\nstream\n');
      const bytes = Buffer.from(rest.join('\nstream\n'), 'latin1');
      const isPacked = head.includes('/FlateDecode');
      return [id, { head, body: (isPacked ? inflateSync(bytes) : bytes).toString('latin1') }];
    }),
  );
}

function pageText(objects: Objects, { head }: PdfObject): string {
  const resources = linked(objects, head, 'Resources')?.head ?? '';
  const letters = new Map(
    Array.from(resources.matchAll(/\/(F\d+) (\d+) 0 R/g), ([, name = '', id = '']) => [
      name,
      glyphLetters(linked(objects, objects.get(id)?.head ?? '', 'ToUnicode')?.body ?? ''),
    ]),
  );
  const content = linked(objects, head, 'Contents')?.body ?? '';
  let font = '';
  const lines: string[] = [];
  for (const [, name, shown] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (name) font = name;
    else lines.push(lineOf(shown ?? '', letters.get(font)));
  }
  return lines.join('\n');
}

function linked(objects: Objects, head: string, key: string): PdfObject | undefined {
  return objects.get(new RegExp(`/${key} (\\d+) 0 R`).exec(head)?.[1] ?? '');
}

/** What glyphs of a font stand for, by their numbers; pdfkit lists them in ranges of up to 256. */
function glyphLetters(map: string): string[] {
  const ranges = map.matchAll(/<[0-9a-f]{4}> <[0-9a-f]{4}> \[([^\]]*)\]/g);
  return Array.from(ranges, ([, list = '']) =>
    Array.from(list.matchAll(/<([0-9a-f ]*)>/g), ([, units = '']) =>
      String.fromCharCode(...(units.match(/[0-9a-f]{4}/g) ?? []).map((unit) => Number.parseInt(unit, 16))),
    ),
  ).flat();
}

function lineOf(shown: string, letters: readonly string[] = []): string {
  const glyphs = Array.from(shown.matchAll(/<([0-9a-f]+)>/g), ([, hex = '']) => hex.match(/.{4}/g) ?? []);
  return glyphs
    .flat()
    .map((glyph) => letters[Number.parseInt(glyph, 16)] ?? '')
    .join('');
}
