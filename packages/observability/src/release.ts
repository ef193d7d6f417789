import manifest from '../package.json' with { type: 'json' };

/** The version of the product, which every room carries, as error reports name it. */
export const RELEASE: string = manifest.version;
