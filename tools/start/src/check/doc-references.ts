import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { inRepository } from '../repository.ts';
import { repositoryFiles } from '../source-files.ts';

const repositoryPath = /^(?:\.\/)?((?:apps|packages|tools|docs|deploy|test|\.ci|\.github)\/[^\s<>{}*…,;]+)$/;
/** Made by a build, so absent from a fresh checkout. */
const madeByBuild = /\/(?:dist|generated|\.next|node_modules)(?:\/|$)/;

/** Paths that Markdown pages cite in backticks or link to, and that do not exist. */
export async function docReferenceProblems(): Promise<string[]> {
  return repositoryFiles()
    .filter((file) => file.endsWith('.md'))
    .flatMap((file) => {
      const text = readFileSync(inRepository(file), 'utf8').replaceAll(/^(```|~~~)[\s\S]*?^\1/gm, '');
      return [...citedPaths(text), ...linkedPaths(text, path.posix.dirname(file))]
        .filter((target) => !madeByBuild.test(target) && !existsSync(inRepository(target)))
        .map((target) => `${file} cites ${target}, which does not exist`);
    });
}

function citedPaths(text: string): string[] {
  return [...text.matchAll(/`([^`\n]+)`/g)]
    .map(([, cited = '']) => repositoryPath.exec(cited)?.[1])
    .filter((cited) => cited !== undefined)
    .filter((cited) => !/N{3,}|X{3,}/.test(cited))
    .map((cited) => cited.replace(/[:#]\S*$/, ''));
}

function linkedPaths(text: string, directory: string): string[] {
  return [...text.matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g)]
    .map(([, target = '']) => decodeURI(target.replace(/#.*$/, '')))
    .filter((target) => target !== '' && !/^(?:[a-z]+:|\/)/i.test(target))
    .map((target) => path.posix.join(directory, target));
}
