/** Arguments that every connection of GitHub takes. */
export interface PageArguments {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
}

/** Where an item stands: by an instant or an ordinal, and among equals by its id. */
export type Position = readonly [key: number, id: number];

export interface Listing<Item> {
  /** Sorted by position; downwards when `isDescending`. */
  readonly items: readonly Item[];
  readonly positionOf: (item: Item) => Position;
  readonly isDescending?: boolean;
  readonly view: (item: Item) => object;
}

function cursorOf(position: Position): string {
  return Buffer.from(`cursor:v2:${JSON.stringify(position)}`).toString('base64');
}

/** @throws TypeError for what is no cursor of ours */
function readCursor(cursor: string): Position {
  const text = Buffer.from(cursor, 'base64').toString();
  const position: unknown = text.startsWith('cursor:v2:') ? JSON.parse(text.slice(10)) : null;
  if (Array.isArray(position) && position.length === 2) return position as unknown as Position;
  throw new TypeError(`\`${cursor}\` does not appear to be a valid cursor.`);
}

/** Negative when `a` comes before `b` in the order of the listing. */
function compare(a: Position, b: Position, isDescending: boolean): number {
  const difference = a[0] - b[0] || a[1] - b[1];
  return isDescending ? -difference : difference;
}

/**
 * A page of a listing. A cursor is a position and not an index: what follows it stays what follows it, whatever was added
 * before it or has moved to the front meanwhile.
 */
export function connection<Item>(page: PageArguments, listing: Listing<Item>): object {
  const { items, positionOf, isDescending = false } = listing;
  const after = page.after == null ? null : readCursor(page.after);
  const before = page.before == null ? null : readCursor(page.before);
  const inside = items.filter((item) => {
    const position = positionOf(item);
    if (after !== null && compare(position, after, isDescending) <= 0) return false;
    return before === null || compare(position, before, isDescending) < 0;
  });
  const isFromEnd = page.last != null && page.first == null;
  const size = page.first ?? page.last ?? 0;
  const shown = isFromEnd ? inside.slice(Math.max(0, inside.length - size)) : inside.slice(0, size);
  const [head, tail] = [shown.at(0), shown.at(-1)];
  return {
    totalCount: items.length,
    nodes: () => shown.map(listing.view),
    edges: () => shown.map((item) => ({ cursor: cursorOf(positionOf(item)), node: listing.view(item) })),
    pageInfo: {
      hasNextPage: isFromEnd ? before !== null : shown.length < inside.length,
      hasPreviousPage: isFromEnd ? shown.length < inside.length : after !== null,
      startCursor: head === undefined ? null : cursorOf(positionOf(head)),
      endCursor: tail === undefined ? null : cursorOf(positionOf(tail)),
    },
  };
}
