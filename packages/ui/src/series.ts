/** Fixed order of the data colours. They name a series and never mean good or bad. */
export type SeriesNumber = 1 | 2 | 3 | 4 | 5;

export const SERIES_FILL: Record<SeriesNumber, string> = {
  1: 'bg-series-1',
  2: 'bg-series-2',
  3: 'bg-series-3',
  4: 'bg-series-4',
  5: 'bg-series-5',
};

export const SERIES_BORDER: Record<SeriesNumber, string> = {
  1: 'border-series-1',
  2: 'border-series-2',
  3: 'border-series-3',
  4: 'border-series-4',
  5: 'border-series-5',
};
