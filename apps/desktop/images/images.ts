import { drawPng } from './png.ts';
import { anyOf, disc, type Point, ring, roundedSquare, type Shape, stroke, without } from './shapes.ts';

const STATES = ['out', 'in', 'break'] as const;
const BADGES = ['', '-offline', '-needs-you'] as const;

/** Measures of the two sizes, in their own pixels. Ring: out. Filled: in. Two bars: break. */
const MEASURES = {
  16: {
    center: [8, 8],
    ring: 6.25,
    disc: 7,
    line: 1.5,
    hands: [
      [8, 4.75],
      [8, 8],
      [10.25, 9.5],
    ],
    bars: [6.25, 9.75, 5.75, 10.25],
    badge: { at: [12.5, 12.5], gap: 4, disc: 2.75, ring: 2.25, line: 1.25 },
  },
  22: {
    center: [11, 11],
    ring: 8.5,
    disc: 9.375,
    line: 1.75,
    hands: [
      [11, 6.5],
      [11, 11],
      [14, 13],
    ],
    bars: [8.75, 13.25, 8, 14],
    badge: { at: [17.25, 17.25], gap: 5.25, disc: 3.625, ring: 3, line: 1.5 },
  },
} as const;
type Size = keyof typeof MEASURES;

function trayShape(size: Size, state: (typeof STATES)[number], badge: (typeof BADGES)[number]): Shape {
  const at = MEASURES[size];
  const hands = stroke(at.hands as readonly Point[], at.line);
  const circle = ring(at.center, at.ring, at.line);
  const [left, right, top, bottom] = at.bars;
  const bars = [left, right].map((x) =>
    stroke(
      [
        [x, top],
        [x, bottom],
      ],
      at.line,
    ),
  );
  const signs = {
    out: anyOf(circle, hands),
    in: without(disc(at.center, at.disc), hands),
    break: anyOf(circle, ...bars),
  };
  if (badge === '') return signs[state];
  const mark =
    badge === '-offline' ? ring(at.badge.at, at.badge.ring, at.badge.line) : disc(at.badge.at, at.badge.disc);
  return anyOf(without(signs[state], disc(at.badge.at, at.badge.gap)), mark);
}

const inColour =
  (shape: Shape, [red, green, blue]: readonly [number, number, number]) =>
  (x: number, y: number) =>
    [red, green, blue, shape(x, y) ? 1 : 0] as const;

/** Dark marks for light panels and, on macOS, as a template; light marks for dark panels. */
const INKS = { dark: [0, 0, 0], light: [255, 255, 255] } as const;

function trayImages(): [string, () => Buffer][] {
  return STATES.flatMap((state) =>
    BADGES.flatMap((badge) =>
      (['dark', 'light'] as const).flatMap((ink) =>
        ([16, 22] as const).flatMap((size) =>
          [1, 2].map((scale): [string, () => Buffer] => [
            `tray/${state}${badge}-${ink}-${size}${scale === 2 ? '@2x' : ''}.png`,
            () =>
              drawPng(
                { pixels: size * scale, unit: size, samples: 8 },
                inColour(trayShape(size, state, badge), INKS[ink]),
              ),
          ]),
        ),
      ),
    ),
  );
}

function appIcon(): Buffer {
  const plate = roundedSquare(32, 8);
  const pulse = stroke(
    [
      [5, 17],
      [10, 17],
      [13, 9],
      [19, 24],
      [22, 17],
      [27, 17],
    ],
    3,
  );
  return drawPng({ pixels: 1024, unit: 32, samples: 3 }, (x, y) => {
    if (!plate(x, y)) return [0, 0, 0, 0];
    return pulse(x, y) ? [0x8f, 0xa4, 0xff, 1] : [0x1b, 0x1d, 0x22, 1];
  });
}

/** Every image of the app by its name below `resources/`. */
export const images: ReadonlyMap<string, () => Buffer> = new Map([...trayImages(), ['icon.png', appIcon]]);
