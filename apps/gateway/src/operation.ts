import {
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  NoSchemaIntrospectionCustomRule,
  type OperationTypeNode,
  getOperationAST,
  getVariableValues,
  validate,
  visit,
} from 'graphql';
import { Problem } from '@tandem/platform';
import type { GraphqlRequest } from './graphql-request';
import { parseWithinLimits } from './query-limits';

/** Admits questions that the schema can answer. What passes here once is not examined again. */
export class Admission {
  private readonly admitted = new Map<string, DocumentNode>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly introspection: boolean,
  ) {}

  /** Says what kind of operation it is, or throws a Problem that says what is wrong with it. */
  admit({ query, operationName, variables }: GraphqlRequest): OperationTypeNode {
    const document = this.admitted.get(query) ?? this.examine(query);
    const operation = getOperationAST(document, operationName);
    if (!operation) throw new Problem(400, 'BAD_REQUEST', '"operationName" does not name one operation of the query.');
    const { errors } = getVariableValues(this.schema, operation.variableDefinitions ?? [], variables ?? {}, {
      maxErrors: 5,
    });
    if (errors) throw new Problem(400, 'BAD_USER_INPUT', this.told(errors));
    return operation.operation;
  }

  private examine(query: string): DocumentNode {
    const document = parseWithinLimits(query);
    if (!this.introspection && validate(this.schema, document, [NoSchemaIntrospectionCustomRule]).length > 0)
      throw new Problem(403, 'FORBIDDEN', 'The schema is not told here. It is published as schema.graphql.');
    const errors = validate(this.schema, document, undefined, { maxErrors: 5 });
    if (errors.length > 0) throw new Problem(400, 'BAD_REQUEST', this.told(errors));
    demandFinite(document);
    this.remember(query, document);
    return document;
  }

  /** Suggestions are for developers: elsewhere they would tell the schema name by name. */
  private told(errors: readonly Error[]): string {
    const messages = errors.map(({ message }) => message);
    return (this.introspection ? messages : messages.map((text) => text.replace(/ Did you mean .*$/s, ''))).join(' ');
  }

  private remember(query: string, document: DocumentNode): void {
    if (this.admitted.size >= 500) this.admitted.delete(this.admitted.keys().next().value!);
    this.admitted.set(query, document);
  }
}

/** GraphQL reads 1e999 as infinity, which no JSON can carry to a service. In variables GraphQL refuses it itself. */
function demandFinite(document: DocumentNode): void {
  visit(document, {
    [Kind.FLOAT]({ value }) {
      if (Number.isFinite(Number(value))) return;
      throw new Problem(400, 'BAD_USER_INPUT', 'A number in the query is too large. Send at most about 1.8e308.');
    },
  });
}
