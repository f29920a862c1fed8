import { type Command, type Decider, demand } from '@tandem/core';
import { demandRunnable } from '../course.decider';
import { exerciseOf } from '../kinds.decider';
import type { Template } from '../session.events';
import type { TemplateEvent } from './template.events';

export type TemplateCommand =
  | Command<'PublishTemplate', { name: string; template: Omit<Template, 'version'> }>
  | Command<'RetireTemplate', { reason: string }>;

type Published =
  | { readonly status: 'unknown' }
  | { readonly status: 'published' | 'retired'; readonly name: string; readonly template: Template };

const mostLetters = 120;

/** An organisation's own course of an exercise: published in editions, each checked before a session can follow it. */
export const template: Decider<Published, TemplateCommand, TemplateEvent> = {
  initialState: () => ({ status: 'unknown' }),

  decide({ type, data }, state) {
    demand(state.status !== 'retired', 'template-retired', 'This template was retired: publish a new one.');
    switch (type) {
      case 'PublishTemplate': {
        const { name } = data;
        const isName = name.trim() !== '' && name.length <= mostLetters;
        demand(isName, 'name-out-of-range', `name has 1 to ${mostLetters} letters.`);
        demandRunnable({ ...data.template, version: 1 }, exerciseOf(data.template.kind));
        if (state.status === 'unknown')
          return [{ type: 'TemplatePublished', data: { name, template: { ...data.template, version: 1 } } }];

        const { kind, version } = state.template;
        demand(data.template.kind === kind, 'kind-changed', `This template is one of ${kind}, and stays so.`);
        return [{ type: 'TemplatePublished', data: { name, template: { ...data.template, version: version + 1 } } }];
      }

      case 'RetireTemplate':
        demand(state.status === 'published', 'no-such-template', 'There is no template with this id.');
        demand(data.reason.trim() !== '', 'reason-missing', 'Say why this template is retired.');
        return [{ type: 'TemplateRetired', data }];
    }
  },

  evolve(state, { type, data }) {
    switch (type) {
      case 'TemplatePublished':
        return { status: 'published', ...data };
      case 'TemplateRetired':
        return state.status === 'unknown' ? state : { ...state, status: 'retired' };
    }
  },
};
