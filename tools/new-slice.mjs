// A new slice, to be filled: `node tools/new-slice.mjs <service> <slice>`, e.g. `experiments pilot`. It compiles, passes
// lint and its specs as it is. `--check` proves that in a folder that is thrown away (a step of `npm test`).
import fs from 'node:fs';
import path from 'node:path';
import { fail, root, run, say } from './setup.mjs';

const services = ['exercises', 'experiments', 'metrics', 'notifications'];

function filesOf(service, name) {
  const camel = name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
  const Pascal = camel[0].toUpperCase() + camel.slice(1);
  const words = name.replaceAll('-', ' ');
  const table = `${name.replaceAll('-', '_')}_board_v1`;
  return {
    [`${name}.events.ts`]: `
import type { Event } from '@tandem/core';

export type ${Pascal}Event = Event<'${Pascal}Proposed', { title: string }>;
`,
    [`${name}.decider.ts`]: `
import { type Command, type Decider, demand } from '@tandem/core';
import type { ${Pascal}Event } from './${name}.events';

export type ${Pascal}Command = Command<'Propose${Pascal}', { title: string }>;

type ${Pascal} = { readonly status: 'unknown' } | { readonly status: 'proposed' };

/** A ${words} has a title, and is proposed once. */
export const ${camel}: Decider<${Pascal}, ${Pascal}Command, ${Pascal}Event> = {
  initialState: () => ({ status: 'unknown' }),

  decide({ type, data }, state) {
    switch (type) {
      case 'Propose${Pascal}':
        demand(state.status === 'unknown', 'already-proposed', 'A ${words} with this id already exists.');
        demand(data.title.trim().length > 0, 'title-missing', 'A ${words} needs a title.');
        return [{ type: '${Pascal}Proposed', data }];
    }
  },

  evolve(_state, { type }) {
    switch (type) {
      case '${Pascal}Proposed':
        return { status: 'proposed' };
    }
  },
};
`,
    [`${name}.decider.spec.ts`]: `
import { describe, it } from '@jest/globals';
import { specOf } from '@tandem/core/testing';
import { ${camel} } from './${name}.decider';
import type { ${Pascal}Event } from './${name}.events';

const given = specOf(${camel});

describe('${Pascal}', () => {
  it('is proposed', () => given().when(propose('A title')).then(proposed));

  it('is proposed once', () => given(proposed).when(propose('Another')).thenRejected('already-proposed'));

  it('is not proposed without a title', () => given().when(propose(' ')).thenRejected('title-missing'));
});

const propose = (title: string) => ({ type: 'Propose${Pascal}', data: { title } }) as const;
const proposed: ${Pascal}Event = { type: '${Pascal}Proposed', data: { title: 'A title' } };
`,
    [`${name}-board.projection.ts`]: `
import type { Projection } from '@tandem/core';
import type { ${Pascal}Event } from './${name}.events';

export interface ${Pascal}Row {
  readonly id: string;
  readonly title: string;
  readonly proposedAt: string;
}

/** Every ${words} of the organisation. */
export const ${camel}Board: Projection<${Pascal}Row, ${Pascal}Event> = {
  table: '${table}',
  indexes: [\`row->>'proposedAt'\`],

  evolve(row, { type, data, streamId, at }) {
    switch (type) {
      case '${Pascal}Proposed':
        return { id: streamId, title: data.title, proposedAt: at.toISOString() };
    }
  },
};
`,
    [`${name}-board.projection.spec.ts`]: `
import { expect, it } from '@jest/globals';
import { recorded, rowOf } from '@tandem/core/testing';
import { ${camel}Board } from './${name}-board.projection';
import type { ${Pascal}Event } from './${name}.events';

it('shows what is proposed, and since when', () =>
  expect(rowOf(${camel}Board, recorded(proposed))).toEqual({
    id: 's-1',
    title: 'A title',
    proposedAt: '2026-01-05T09:00:00.000Z',
  }));

const proposed: ${Pascal}Event = { type: '${Pascal}Proposed', data: { title: 'A title' } };
`,
    [`${name}-board.queries.ts`]: `
import { Injectable } from '@nestjs/common';
import { Database, type PageRequest, type Tenant } from '@tandem/event-store';
import { ${camel}Board } from './${name}-board.projection';

/** The ${words}s of one organisation, newest first. */
@Injectable()
export class ${Pascal}Board {
  private readonly board;

  constructor(db: Database) {
    this.board = db.board(${camel}Board);
  }

  one(who: Tenant, id: string) {
    return this.board.one(who, id);
  }

  page(who: Tenant, page: PageRequest) {
    return this.board.page(who, page, { orderBy: \`row->>'proposedAt'\`, descending: true });
  }
}
`,
    [`${name}.graphql.ts`]: `
import { ArgsType, Field, ID, ObjectType } from '@nestjs/graphql';
import { CommandArgs, connectionOf } from '@tandem/platform';
import type { ${Pascal}Row } from './${name}-board.projection';

@ObjectType('${Pascal}')
export class ${Pascal}Type implements Pick<${Pascal}Row, 'id' | 'title'> {
  @Field(() => ID)
  readonly id!: string;

  @Field()
  readonly title!: string;
}

@ObjectType()
export class ${Pascal}Connection extends connectionOf(${Pascal}Type, '${Pascal}') {}

@ArgsType()
export class Propose${Pascal}Args extends CommandArgs {
  @Field()
  readonly title!: string;
}
`,
    [`${name}.resolver.ts`]: `
import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { EventStore } from '@tandem/event-store';
import { everyone, idOf, May, PageArgs, pageOf, toConnection, Viewer } from '@tandem/platform';
import { ${Pascal}Board } from './${name}-board.queries';
import { ${camel} } from './${name}.decider';
import { ${Pascal}Connection, ${Pascal}Type, Propose${Pascal}Args } from './${name}.graphql';

@Resolver(() => ${Pascal}Type)
@May(...everyone)
export class ${Pascal}Resolver {
  constructor(
    private readonly events: EventStore,
    private readonly board: ${Pascal}Board,
  ) {}

  @Query(() => ${Pascal}Connection, { description: 'Every ${words} of my organisation, newest first.' })
  async ${camel}s(@Args() page: PageArgs, @Viewer() viewer: Viewer) {
    return toConnection(await this.board.page(viewer, pageOf(page)), (row) => row);
  }

  @Query(() => ${Pascal}Type, { nullable: true })
  ${camel}(@Args('id', { type: () => ID }) id: string, @Viewer() viewer: Viewer) {
    return this.board.one(viewer, idOf('id', id));
  }

  @Mutation(() => ${Pascal}Type, { description: 'The id of what is proposed is that of the command.' })
  @May('product_lead', 'tech_lead')
  async propose${Pascal}(@Args() { title, ...envelope }: Propose${Pascal}Args, @Viewer() viewer: Viewer) {
    const id = envelope.commandId;
    await this.events.handle(${camel}, id, { type: 'Propose${Pascal}', data: { title } }, { viewer, ...envelope });
    return this.board.one(viewer, id);
  }
}
`,
    [`${name}.resolver.int.spec.ts`]: `
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { uuidv7 } from '@tandem/event-store';
import { type TestPerson, testService } from '@tandem/platform/testing';
import { ${Pascal}Module } from './${name}.module';

describe('${Pascal} over GraphQL', () => {
  it('is read back at once by whoever proposed it', async () => {
    const id = uuidv7();
    await service.ask(pia, propose(id, 'A title'));

    expect((await service.ask(pia, one(id))).data).toEqual({ ${camel}: { id, title: 'A title' } });
  });

  it('is invisible to another organisation', async () => {
    const id = uuidv7();
    await service.ask(pia, propose(id, 'A title'));

    expect((await service.ask(eve, one(id))).data).toEqual({ ${camel}: null });
  });

  it('says which rule refused it', async () => {
    const { errors } = await service.ask(pia, propose(uuidv7(), ' '));

    expect(errors?.[0]?.extensions.code).toBe('title-missing');
  });
});

const propose = (id: string, title: string) => \`mutation { propose${Pascal}(commandId: "\${id}", title: "\${title}") { id } }\`;
const one = (id: string) => \`{ ${camel}(id: "\${id}") { id title } }\`;

const tenantId = 'a0000000-0000-4000-8000-00000000000a';
const pia: TestPerson = { id: 'a0000000-0000-4000-8000-000000000001', tenantId, roles: ['product_lead'] };
const eve: TestPerson = { ...pia, tenantId: 'e0000000-0000-4000-8000-00000000000e' };

let service: Awaited<ReturnType<typeof testService>>;

beforeAll(async () => {
  service = await testService({ name: '${service}', module: ${Pascal}Module, migrations: [] });
});

afterAll(() => service.close());
`,
    [`${name}.module.ts`]: `
import { Module } from '@nestjs/common';
import { EventStoreModule } from '@tandem/platform';
import { ${camel}Board } from './${name}-board.projection';
import { ${Pascal}Board } from './${name}-board.queries';
import { ${camel} } from './${name}.decider';
import { ${Pascal}Resolver } from './${name}.resolver';

@Module({
  imports: [EventStoreModule.forStream({ name: '${name}', decider: ${camel}, projections: [${camel}Board] })],
  providers: [${Pascal}Resolver, ${Pascal}Board],
})
export class ${Pascal}Module {}
`,
  };
}

/** Writes the files, formatted as the repository is. */
async function write(folder, files) {
  const prettier = await import('prettier');
  const format = JSON.parse(fs.readFileSync(path.join(root, '.prettierrc'), 'utf8'));
  fs.mkdirSync(folder, { recursive: true });
  for (const [file, text] of Object.entries(files))
    fs.writeFileSync(
      path.join(folder, file),
      await prettier.format(text.trimStart(), { ...format, parser: 'typescript' }),
    );
}

async function check() {
  const { ESLint } = await import('eslint');
  const folder = path.join(root, 'dist', 'slice-check');
  const source = path.join(folder, 'src');
  fs.rmSync(folder, { recursive: true, force: true });
  try {
    await write(source, filesOf('experiments', 'field-trial'));
    const problems = [];

    const eslint = new ESLint({ cwd: root });
    for (const file of fs.readdirSync(source)) {
      const as = path.join(root, 'apps/experiments/src/field-trial', file);
      const [{ messages }] = await eslint.lintText(fs.readFileSync(path.join(source, file), 'utf8'), { filePath: as });
      problems.push(...messages.map(({ line, message }) => `${file}:${line} ${message}`));
    }

    fs.writeFileSync(
      path.join(folder, 'tsconfig.json'),
      JSON.stringify({
        extends: '../../tsconfig.base.json',
        compilerOptions: { noEmit: true },
        include: ['src'],
        exclude: [],
      }),
    );
    const types = await run(process.execPath, ['node_modules/typescript7/bin/tsc', '-p', folder]);
    if (types.status !== 0) problems.push(types.output);

    const preset = path.relative(folder, path.join(root, 'jest.preset.cjs'));
    fs.writeFileSync(
      path.join(folder, 'jest.config.cjs'),
      `module.exports = { ...require('${preset}'), rootDir: __dirname };`,
    );
    const specs = await run(process.execPath, [
      'node_modules/jest/bin/jest.js',
      '-c',
      path.join(folder, 'jest.config.cjs'),
      '--runInBand',
    ]);
    if (specs.status !== 0) problems.push(specs.output);

    problems.forEach(say);
    say(`Slice generator: ${fs.readdirSync(source).length} files, ${problems.length} problems.`);
    process.exitCode = problems.length ? 1 : 0;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

const [service, slice] = process.argv.slice(2);
if (service === '--check') await check();
else {
  if (!services.includes(service))
    fail(`Which service? One of ${services.join(', ')}: node tools/new-slice.mjs <service> <slice>`);
  if (!/^[a-z]+(-[a-z]+)*$/.test(slice ?? ''))
    fail('A slice is named in kebab-case after its thing: node tools/new-slice.mjs experiments field-trial');
  const folder = path.join(root, 'apps', service, 'src', slice);
  if (fs.existsSync(folder)) fail(`apps/${service}/src/${slice} exists already.`);
  await write(folder, filesOf(service, slice));
  const Pascal = slice.replace(/(^|-)(.)/g, (_, _dash, letter) => letter.toUpperCase());
  say(
    `apps/${service}/src/${slice} is there. Add ${Pascal}Module to apps/${service}/src/app.module.ts, then rename its event to what happens in the business.`,
  );
}
