import { Injectable } from '@nestjs/common';
import { type Actor, demand } from '@tandem/core';
import type { Picture, PictureName } from './session/picture.measures';
import { SessionWork } from './session/session-work.queries';
import type { Table } from './session/table.measures';
import { Teams } from './team/team-board.queries';

/** What sessions showed, with the teams called by their names. */
@Injectable()
export class SessionPictures {
  constructor(
    private readonly work: SessionWork,
    private readonly teams: Teams,
  ) {}

  /** Null until the phase that reveals. */
  async table(who: Actor, sessionId: string, picture?: PictureName): Promise<Table | null> {
    if (picture) return (await this.picture(who, sessionId, picture))?.table ?? null;
    const shown = await this.named(who, sessionId);
    return shown?.parts.table(shown.row, shown.nameOf) ?? null;
  }

  /** Without a name the first of its kind. Null until the phase that reveals. */
  async picture(who: Actor, sessionId: string, name?: PictureName): Promise<Picture | null> {
    const shown = await this.named(who, sessionId);
    if (!shown?.parts.result(shown.row)) return null;
    const all = shown.parts.pictures?.(shown.row, shown.nameOf) ?? {};
    const names = Object.keys(all) as PictureName[];
    const open = (shown.sight === 'aggregates' && shown.parts.aggregates?.pictures) || names;
    const wanted = name ?? open[0];
    const known = names.length > 0 ? `picture is one of: ${names.join(', ')}` : 'it has no pictures';
    const exists = wanted !== undefined && all[wanted] !== undefined;
    demand(exists, 'no-such-picture', `A session of this kind has no such picture: ${known}.`);
    const isOpen = open.includes(wanted);
    demand(
      isOpen,
      'aggregates-only',
      `Sponsors and coaches see aggregates only: picture is one of ${open.join(', ')}.`,
    );
    return all[wanted] ?? null;
  }

  async headline(who: Actor, sessionId: string): Promise<string | null> {
    const shown = await this.named(who, sessionId);
    return shown?.parts.headline?.(shown.row, shown.nameOf) ?? null;
  }

  private async named(who: Actor, sessionId: string) {
    const work = await this.work.one(who, sessionId);
    if (!work) return null;
    const ids = [...new Set(work.parts.teamsOf(work.row))];
    const names = new Map((await this.teams.many(who, ids)).map((team, index) => [ids[index], team?.name]));
    return { ...work, nameOf: (id: string) => names.get(id) ?? id };
  }
}
