import { crc32, deflateSync } from 'node:zlib';

/** How much of a point is covered, 0 to 1, and in which colour. */
export type Paint = (
  x: number,
  y: number,
) => readonly [red: number, green: number, blue: number, alpha: number];

type Canvas = {
  pixels: number;
  /** Width and height in the units that `Paint` is asked in. */
  unit: number;
  /** In each direction of a pixel, whose colour is the mean of all. */
  samples: number;
};

/** A square PNG (RGBA, 8 bit). */
export function drawPng({ pixels, unit, samples }: Canvas, paint: Paint): Buffer {
  const rows = Buffer.alloc(pixels * (1 + pixels * 4));
  for (let y = 0; y < pixels; y++) {
    for (let x = 0; x < pixels; x++) {
      rows.set(pixelAt(x, y, { scale: unit / pixels, samples, paint }), y * (1 + pixels * 4) + 1 + x * 4);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(pixels, 0);
  header.writeUInt32BE(pixels, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const parts = [
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ];
  return Buffer.concat([signature, ...parts]);
}

type Sampling = { scale: number; samples: number; paint: Paint };

function pixelAt(x: number, y: number, { scale, samples, paint }: Sampling): number[] {
  const sum = [0, 0, 0, 0] as [number, number, number, number];
  for (let j = 0; j < samples; j++) {
    for (let i = 0; i < samples; i++) {
      const [red, green, blue, alpha] = paint(
        (x + (i + 0.5) / samples) * scale,
        (y + (j + 0.5) / samples) * scale,
      );
      sum[0] += red * alpha;
      sum[1] += green * alpha;
      sum[2] += blue * alpha;
      sum[3] += alpha;
    }
  }
  const [red, green, blue, alpha] = sum;
  if (alpha === 0) return [0, 0, 0, 0];
  return [red / alpha, green / alpha, blue / alpha, (alpha * 255) / samples ** 2].map(Math.round);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const frame = Buffer.alloc(8 + body.length);
  frame.writeUInt32BE(data.length, 0);
  body.copy(frame, 4);
  frame.writeUInt32BE(crc32(body), 4 + body.length);
  return frame;
}
