import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
  valueFromASTUntyped,
} from 'graphql';

export interface Survey {
  /** Points, by GitHub's formula: requests to fill every connection to its limit, by 100, at least one. */
  readonly cost: number;
  readonly nodeCount: number;
  readonly errors: readonly { type: string; message: string; path: readonly string[] }[];
}

const mostNodes = 500_000;
const largestPage = 100;

/** Counts what a query may ask for before any of it is answered. */
class Surveyor {
  requests = 0;
  nodes = 0;
  readonly errors: { type: string; message: string; path: readonly string[] }[] = [];
  readonly #variables: Readonly<Record<string, unknown>>;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #schema: GraphQLSchema;

  constructor(document: DocumentNode, variables: Readonly<Record<string, unknown>>, schema: GraphQLSchema) {
    this.#variables = variables;
    this.#schema = schema;
    this.#fragments = new Map(
      document.definitions.flatMap((definition) =>
        definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
      ),
    );
  }

  visit(
    set: SelectionSetNode,
    place: { type: string; parents: number; path: readonly string[]; page: number | null },
  ): void {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) this.#visitField(selection, place);
      else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const type = selection.typeCondition?.name.value ?? place.type;
        this.visit(selection.selectionSet, { ...place, type });
      } else {
        const fragment = this.#fragments.get(selection.name.value);
        if (fragment !== undefined) {
          this.visit(fragment.selectionSet, { ...place, type: fragment.typeCondition.name.value });
        }
      }
    }
  }

  #visitField(field: FieldNode, place: Parameters<Surveyor['visit']>[1]): void {
    const name = field.name.value;
    const path = [...place.path, field.alias?.value ?? name];
    const type = this.#typeOf(place.type, name);
    if (type === null || field.selectionSet === undefined) return;
    const isEntry = place.page !== null && (name === 'nodes' || name === 'edges');
    let parents = isEntry ? place.parents * (place.page ?? 1) : place.parents;
    let page: number | null = null;
    if (type.endsWith('Connection')) {
      page = this.#pageOf(field, path);
      this.requests += place.parents;
      this.nodes += place.parents * page;
    } else if (name === 'nodes' && place.type === 'Query') {
      const ids = this.#argument(field, 'ids');
      parents = Array.isArray(ids) ? ids.length : 1;
      if (parents > largestPage) {
        const message = `You may not provide more than ${largestPage} node ids; you provided ${parents}.`;
        this.errors.push({ type: 'ARGUMENT_LIMIT', message, path });
      }
    }
    this.visit(field.selectionSet, { type, parents, path, page });
  }

  #pageOf(field: FieldNode, path: readonly string[]): number {
    const name = field.name.value;
    for (const argument of ['first', 'last'] as const) {
      const size = this.#argument(field, argument);
      if (typeof size !== 'number') continue;
      if (size > largestPage) {
        const message = `Requesting ${size} records on the \`${name}\` connection exceeds the \`${argument}\` limit of ${largestPage} records.`;
        this.errors.push({ type: 'EXCESSIVE_PAGINATION', message, path });
      } else if (size < 0) {
        const message = `\`${argument}\` on the \`${name}\` connection cannot be less than zero.`;
        this.errors.push({ type: 'EXCESSIVE_PAGINATION', message, path });
      }
      return Math.max(0, size);
    }
    const isListed = field.selectionSet?.selections.some(
      (selection) =>
        selection.kind !== Kind.FIELD || ['nodes', 'edges', 'pageInfo'].includes(selection.name.value),
    );
    if (isListed) {
      const message = `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`;
      this.errors.push({ type: 'MISSING_PAGINATION_BOUNDARIES', message, path });
    }
    return 0;
  }

  #argument(field: FieldNode, name: string): unknown {
    const value = field.arguments?.find((argument) => argument.name.value === name)?.value;
    return value === undefined ? undefined : this.#valueOf(value);
  }

  #valueOf(value: ValueNode): unknown {
    return valueFromASTUntyped(value, this.#variables);
  }

  #typeOf(parent: string, field: string): string | null {
    const type = this.#schema.getType(parent);
    if (!isObjectType(type) && !isInterfaceType(type)) return null;
    const found = (type as GraphQLObjectType).getFields()[field];
    return found === undefined ? null : getNamedType(found.type).name;
  }
}

/** What the operation costs, and whether GitHub would refuse it for its size. */
export function survey(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  given: { variables: Readonly<Record<string, unknown>>; schema: GraphQLSchema },
): Survey {
  const defaults = (operation.variableDefinitions ?? []).flatMap(({ variable, defaultValue }) =>
    defaultValue === undefined ? [] : [[variable.name.value, valueFromASTUntyped(defaultValue)] as const],
  );
  const variables = { ...Object.fromEntries(defaults), ...given.variables };
  const surveyor = new Surveyor(document, variables, given.schema);
  surveyor.visit(operation.selectionSet, { type: 'Query', parents: 1, path: ['query'], page: null });
  const nodeCount = surveyor.nodes;
  const errors = [...surveyor.errors];
  if (nodeCount > mostNodes) {
    const grouped = new Intl.NumberFormat('en-US').format(nodeCount);
    const message = `This query requests up to ${grouped} possible nodes which exceeds the maximum limit of 500,000.`;
    errors.push({ type: 'MAX_NODE_LIMIT_EXCEEDED', message, path: ['query'] });
  }
  return { cost: Math.max(1, Math.round(surveyor.requests / 100)), nodeCount, errors };
}
