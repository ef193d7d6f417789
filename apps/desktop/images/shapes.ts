export type Point = readonly [x: number, y: number];
/** Whether a point lies inside. */
export type Shape = (x: number, y: number) => boolean;

export const disc =
  ([centerX, centerY]: Point, radius: number): Shape =>
  (x, y) =>
    Math.hypot(x - centerX, y - centerY) <= radius;

export const ring = ([centerX, centerY]: Point, radius: number, width: number): Shape => {
  return (x, y) => Math.abs(Math.hypot(x - centerX, y - centerY) - radius) <= width / 2;
};

/** A line through points with round ends and corners. */
export const stroke = (points: readonly Point[], width: number): Shape => {
  return (x, y) =>
    points.slice(1).some((to, index) => toSegment([x, y], points[index] ?? to, to) <= width / 2);
};

function toSegment([x, y]: Point, [fromX, fromY]: Point, [toX, toY]: Point): number {
  const [dx, dy] = [toX - fromX, toY - fromY];
  const along = ((x - fromX) * dx + (y - fromY) * dy) / (dx * dx + dy * dy || 1);
  const t = Math.max(0, Math.min(1, along));
  return Math.hypot(x - fromX - t * dx, y - fromY - t * dy);
}

export const roundedSquare = (size: number, radius: number): Shape => {
  return (x, y) => {
    const dx = Math.max(radius - x, x - (size - radius), 0);
    const dy = Math.max(radius - y, y - (size - radius), 0);
    return x >= 0 && y >= 0 && x <= size && y <= size && Math.hypot(dx, dy) <= radius;
  };
};

export const anyOf =
  (...shapes: readonly Shape[]): Shape =>
  (x, y) =>
    shapes.some((shape) => shape(x, y));

export const without =
  (shape: Shape, hole: Shape): Shape =>
  (x, y) =>
    shape(x, y) && !hole(x, y);
