import type { Event } from '@tandem/core';
import type { Template } from '../session.events';

/** A template as an organisation published it; the version counts its editions. */
export type TemplateEvent =
  Event<'TemplatePublished', { name: string; template: Template }> | Event<'TemplateRetired', { reason: string }>;
