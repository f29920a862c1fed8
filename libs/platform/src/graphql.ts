import type { Type } from '@nestjs/common';
import { ArgsType, CustomScalar, Directive, Field, ID, Int, ObjectType, Scalar } from '@nestjs/graphql';
import { type Page, isUuid } from '@tandem/event-store';
import { GraphQLError, Kind, type ValueNode } from 'graphql';

const rfc3339 = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/i;

/** A moment. Days that no calendar has are refused instead of being moved into the next month. */
@Scalar('DateTime', () => Date)
export class DateTime implements CustomScalar<string, Date> {
  readonly description = 'A moment in ISO 8601 with its offset, such as 2026-01-05T09:00:00Z.';

  parseValue(value: unknown): Date {
    const [, day] = (typeof value === 'string' && rfc3339.exec(value)) || [];
    const date = new Date(value as string);
    const midnight = new Date(`${day}T00:00:00Z`);
    if (
      !day ||
      Number.isNaN(date.getTime()) ||
      Number.isNaN(midnight.getTime()) ||
      midnight.toISOString().slice(0, 10) !== day
    )
      throw badInput('A DateTime must be a moment that exists, such as 2026-01-05T09:00:00Z.');
    return date;
  }

  serialize(value: unknown): string {
    return new Date(value as string | Date).toISOString();
  }

  parseLiteral(node: ValueNode): Date {
    return this.parseValue(node.kind === Kind.STRING ? node.value : null);
  }
}

/** What every command says beside its own data. */
@ArgsType()
export class CommandArgs {
  @Field(() => ID, {
    description: 'A new UUID for each command. The same one again is the same command and does nothing.',
  })
  readonly commandId!: string;

  @Field(() => Date, {
    nullable: true,
    description: 'When it happened, if it is the past that is told. Left out: now.',
  })
  readonly occurredAt?: Date;

  @Field(() => Int, { nullable: true, description: 'The version that you decided on. Left out: whatever stands.' })
  readonly expectedVersion?: number;
}

/** Which part of a list. */
@ArgsType()
export class PageArgs {
  @Field(() => Int, { defaultValue: 20, description: 'At most so many, 1 to 100.' })
  readonly first!: number;

  @Field({ nullable: true, description: 'Those behind this cursor.' })
  readonly after?: string;
}

@ObjectType()
@Directive('@shareable')
export class PageInfo {
  @Field()
  readonly hasNextPage!: boolean;

  @Field(() => String, { nullable: true })
  readonly endCursor!: string | null;
}

/** One page of a list, as Relay's connection specification has it. */
export interface Connection<Node> {
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[];
  readonly pageInfo: PageInfo;
  readonly totalCount: number;
}

/** A page of such objects, as Relay defines it: `class ExperimentConnection extends connectionOf(ExperimentType) {}`. */
export function connectionOf<Node>(node: Type<Node>, name: string): Type<Connection<Node>> {
  @ObjectType(`${name}Edge`)
  class Edge {
    @Field()
    readonly cursor!: string;

    @Field(() => node)
    readonly node!: Node;
  }

  @ObjectType({ isAbstract: true })
  abstract class AConnection implements Connection<Node> {
    @Field(() => [Edge])
    readonly edges!: readonly Edge[];

    @Field(() => PageInfo)
    readonly pageInfo!: PageInfo;

    @Field(() => Int)
    readonly totalCount!: number;
  }

  return AConnection as Type<Connection<Node>>;
}

/** A page of rows as a connection of nodes. */
export function toConnection<Row, Node>(
  { rows, hasNextPage, totalCount }: Page<Row>,
  node: (row: Row) => Node,
): Connection<Node> {
  return {
    edges: rows.map(({ cursor, row }) => ({ cursor, node: node(row) })),
    pageInfo: { hasNextPage, endCursor: rows.at(-1)?.cursor ?? null },
    totalCount,
  };
}

/** A page request that holds. */
export function pageOf({ first: asked, after }: PageArgs): PageArgs {
  const first = asked ?? 20;
  if (!Number.isInteger(first) || first < 1 || first > 100) throw badInput('`first` must be between 1 and 100.');
  return { first, after };
}

/** An argument that must be a UUID. */
export function idOf(name: string, value: string): string {
  if (!isUuid(value)) throw badInput(`\`${name}\` must be a UUID.`);
  return value.toLowerCase();
}

const badInput = (message: string) => new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
