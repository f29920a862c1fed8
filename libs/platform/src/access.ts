import {
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  Inject,
  Injectable,
  SetMetadata,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { GqlExecutionContext, type GqlContextType } from '@nestjs/graphql';
import { Problem } from './problem';
import { type Role, roles, type TokenReader, type Viewer as Person } from './token';

const mayKey = 'tandem:may';

/** Who may use a door. On a method, or on a class for all its methods; without it a door is shut. */
export const May = (...allowed: readonly Role[]) => SetMetadata(mayKey, allowed);

/** Everyone of the organisation who reads: every role but `guest` and `service`. */
export const everyone: readonly Role[] = roles.filter((role) => role !== 'guest' && role !== 'service');

/** A door with a proof of its own: a signed webhook, a probe. No token is asked for. */
export const Open = () => SetMetadata(mayKey, 'open');

/** Injects how tokens are read. */
export const TOKENS = Symbol('TOKENS');

interface Request {
  readonly headers: Readonly<Record<string, string | undefined>>;
  viewer?: Person;
}

/** Who asks, for which organisation, and in which roles. */
export type Viewer = Person;

/** Injects whoever asks: `@Viewer() viewer: Viewer`. Only on doors that ask for a token. */
export const Viewer = createParamDecorator((_: unknown, context: ExecutionContext) => viewerOf(context));

/** Shuts every door that does not say who may use it. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    @Inject(TOKENS) private readonly tokens: TokenReader,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() === 'rpc') return true;
    const targets = [context.getHandler(), context.getClass()];
    const allowed = this.reflector.getAllAndOverride<readonly Role[] | 'open' | undefined>(mayKey, targets);
    if (allowed === 'open') return true;
    if (!allowed) throw new Problem(403, 'FORBIDDEN', 'This door is shut: nobody has said who may use it.');
    if (context.getType() === 'http') {
      const request = context.switchToHttp().getRequest<Request>();
      request.viewer = await this.tokens(request.headers['authorization']);
    }
    const viewer = viewerOf(context);
    if (!viewer) throw new Problem(401, 'UNAUTHENTICATED', 'Send a token in the header "Authorization: Bearer ...".');
    if (allowed.some((role) => viewer.roles.includes(role))) return true;
    throw new Problem(403, 'FORBIDDEN', `Your roles do not allow this. It is for: ${allowed.join(', ')}.`);
  }
}

function viewerOf(context: ExecutionContext): Person | undefined {
  if (context.getType<GqlContextType>() === 'graphql')
    return GqlExecutionContext.create(context).getContext<{ viewer?: Person }>().viewer;
  return context.switchToHttp().getRequest<Request>().viewer;
}
