/** What the reference holds, whatever it is drawn as. Texts are plain sentences without marks. */
export type ReferenceFact = { readonly label: string; readonly value: string };

export type ReferenceEntry = {
  /** Unique on the page, without `#`. */
  readonly anchor: string;
  readonly title: string;
  readonly text: readonly string[];
  /** As it is computed, in one line. */
  readonly formula?: string;
  readonly facts: readonly ReferenceFact[];
  /** What is left out, a sentence each. */
  readonly excludes: readonly string[];
};

export type ReferenceTable = {
  readonly label: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
};

export type ReferenceSection = {
  readonly anchor: string;
  readonly title: string;
  readonly text: readonly string[];
  readonly tables: readonly ReferenceTable[];
  readonly entries: readonly ReferenceEntry[];
  /** What holds of all entries, a line each. */
  readonly notes: readonly string[];
};
