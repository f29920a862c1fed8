import { Body, Controller, Headers, HttpCode, Inject, Post } from '@nestjs/common';
import { Open, Problem, TOKENS, type Viewer } from '@tandem/platform';
import { Flags } from './assignment/flag-board.queries';
import { ExperimentBoard } from './experiment/experiment-board.queries';
import { type Ignored, SegmentBatch, tellingOf } from './experiment/segment.measures';
import { clockSkewMs } from './experiment/tracking.measures';
import { Tracking } from './experiment/tracking.queries';

type TokenReader = (authorization: string | undefined) => Promise<Viewer>;

const mostTold = 20;

/**
 * The batch call of the Segment HTTP API, for the SDKs that teams already have. The write key is a token of a tracker:
 * in the body, as the name of basic authentication, or as a bearer. A message that fits nothing is told and spoils no
 * other; the same messages again change nothing.
 */
@Controller('v1/batch')
@Open()
export class SegmentController {
  constructor(
    @Inject(TOKENS) private readonly tokens: TokenReader,
    private readonly tracking: Tracking,
    private readonly board: ExperimentBoard,
    private readonly flags: Flags,
  ) {}

  @Post()
  @HttpCode(200)
  async take(@Body() body: unknown, @Headers('authorization') authorization: string | undefined) {
    const { success, data, error } = SegmentBatch.safeParse(body);
    const viewer = await this.tokens(bearerOf(authorization, data?.writeKey));
    if (!viewer.roles.some((role) => role === 'service' || role === 'org_admin'))
      throw new Problem(403, 'FORBIDDEN', 'Your roles do not allow this. It is for: service, org_admin.');
    if (!success)
      throw new Problem(400, 'BAD_USER_INPUT', `Nothing was stored. ${error.issues.map(({ message }) => message)[0]}`);

    const [experiments, flags] = await Promise.all([this.board.tracked(viewer), this.flags.all(viewer)]);
    const experimentOfFlag = new Map(flags.map(({ key, experimentId }) => [key, experimentId]));
    const telling = tellingOf(data.batch, experiments, experimentOfFlag, Date.now() + clockSkewMs);
    const { exposures, observations, links, ignored } = telling;
    if (links.length > 0) await this.tracking.link(viewer, links);
    await this.tracking.record(viewer, [...exposures, ...observations]);
    return {
      ...{ success: true, exposures: exposures.length, observations: observations.length },
      ignored: { count: ignored.length, first: ignored.slice(0, mostTold) satisfies readonly Ignored[] },
    };
  }
}

/** Where SDKs of different age put the write key. */
function bearerOf(authorization: string | undefined, writeKey: string | undefined): string | undefined {
  const basic = /^Basic ([\w+/=-]+)$/i.exec(authorization ?? '')?.[1];
  if (basic) return `Bearer ${Buffer.from(basic, 'base64').toString().split(':')[0]}`;
  return authorization ?? (writeKey === undefined ? undefined : `Bearer ${writeKey}`);
}
