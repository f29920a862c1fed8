import type { Projection } from '@tandem/core';
import type { Kind, Template } from '../session.events';
import type { TemplateEvent } from './template.events';

export interface TemplateRow {
  readonly id: string;
  readonly name: string;
  readonly kind: Kind;
  readonly retired: boolean;
  /** Its latest edition. */
  readonly template: Template;
}

/** The templates that organisations made of the kinds' own. */
export const templateBoard: Projection<TemplateRow, TemplateEvent> = {
  table: 'template_board_v1',

  evolve(row, { type, data, streamId }) {
    switch (type) {
      case 'TemplatePublished':
        return { id: streamId, ...data, kind: data.template.kind, retired: false };
      case 'TemplateRetired':
        return row && { ...row, retired: true };
    }
  },
};
