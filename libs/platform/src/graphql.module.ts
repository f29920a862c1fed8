import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
} from '@apollo/server/plugin/disabled';
import type { ApolloServerPlugin } from '@apollo/server';
import { ApolloFederationDriver, type ApolloFederationDriverConfig } from '@nestjs/apollo';
import type { DynamicModule, Type } from '@nestjs/common';
import { type BuildSchemaOptions, GraphQLModule } from '@nestjs/graphql';
import { GraphQLError, type GraphQLFormattedError, Kind } from 'graphql';
import { Problem } from './problem';
import type { TokenReader, Viewer } from './token';

interface Context {
  readonly viewer?: Viewer;
}

type Headers = Readonly<Record<string, string | undefined>>;

/**
 * One service's part of the graph, over HTTP and graphql-ws at /graphql. Types that say which module they are
 * registered in (`registerIn`) belong to that service alone; in one process each of the four has a Team of its own.
 */
export function subgraph(tokens: TokenReader, module: Type, orphanedTypes: readonly Type[]): DynamicModule {
  return GraphQLModule.forRoot<ApolloFederationDriverConfig>({
    driver: ApolloFederationDriver,
    path: '/graphql',
    autoSchemaFile: {
      federation: {
        version: 2,
        importUrl: 'https://specs.apollo.dev/federation/v2.9',
        directives: [
          '@key',
          '@shareable',
          '@external',
          '@requires',
          '@provides',
          '@inaccessible',
          '@override',
          '@tag',
          '@authenticated',
        ],
      },
    },
    buildSchemaOptions: { orphanedTypes: [...orphanedTypes], includeModules: [module] } as BuildSchemaOptions,
    fieldResolverEnhancers: ['guards', 'filters'],
    csrfPrevention: true,
    inheritResolversFromInterfaces: true,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    formatError: told,
    context: async (request: { readonly headers?: Headers; readonly extra?: Extra }): Promise<Context> => {
      if (request.extra) return { viewer: request.extra.viewer };
      const authorization = request.headers?.['authorization'];
      return authorization ? { viewer: await viewer(tokens, authorization) } : {};
    },
    subscriptions: {
      'graphql-ws': {
        onConnect: async (context) => {
          const { extra, connectionParams } = context as unknown as { extra: Extra; connectionParams?: Headers };
          const authorization = connectionParams?.['authorization'] ?? connectionParams?.['Authorization'];
          const header = extra.request?.headers?.['authorization'];
          extra.viewer = await tokens(authorization ?? header);
        },
      },
    },
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      tokensFirst,
    ] as unknown as Plugins,
  });
}

/** The framework sees another copy of these types than we do. */
type Plugins = ApolloFederationDriverConfig['plugins'];

interface Extra {
  viewer?: Viewer;
  readonly request?: { readonly headers?: Headers };
}

/** Without a token only the schema of the subgraph is told: the gateway composes it. */
const tokensFirst: ApolloServerPlugin<Context> = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ operation, contextValue }) => {
      const asksForMore = operation?.selectionSet.selections.some(
        (selection) => selection.kind !== Kind.FIELD || !['_service', '__typename'].includes(selection.name.value),
      );
      if (asksForMore && !contextValue.viewer)
        throw unauthenticated('Send a token in the header "Authorization: Bearer ...".', 401);
    },
  }),
};

async function viewer(tokens: TokenReader, authorization: string): Promise<Viewer> {
  try {
    return await tokens(authorization);
  } catch (error) {
    if (error instanceof Problem) throw unauthenticated(error.message, error.status, error.code);
    throw error;
  }
}

const unauthenticated = (message: string, status: number, code = 'UNAUTHENTICATED') =>
  new GraphQLError(message, { extensions: { code, http: { status } } });

const requestErrors = new Set(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'OPERATION_RESOLUTION_FAILURE']);

/** What was refused is told with its code; what went wrong inside is not told at all. */
function told({ message, path, locations, extensions }: GraphQLFormattedError): GraphQLFormattedError {
  const code = extensions?.['code'];
  if (typeof code !== 'string' || code === 'INTERNAL_SERVER_ERROR')
    return {
      message: 'Something went wrong inside. It is in the log.',
      path,
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
    };
  return { message, path, locations, extensions: { code: requestErrors.has(code) ? 'BAD_REQUEST' : code } };
}
