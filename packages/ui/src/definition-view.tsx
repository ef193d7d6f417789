/** What stands behind a figure: how it is made, of how many, and by which version of the definition. */
export type DefinitionView = {
  label: string;
  formula: string;
  version: string;
  /** `62 pull requests`. */
  sample: string;
  /** Name and value of what else is worth knowing: the exact value, when it was computed. */
  details?: readonly { label: string; value: string }[];
  /** The whole definition, with what it leaves out. */
  href?: string;
};
