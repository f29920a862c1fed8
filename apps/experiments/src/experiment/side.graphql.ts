import { registerEnumType } from '@nestjs/graphql';
import type { Viewer } from '@tandem/platform';
import type { Side } from './experiment.events';

export const SideEnum = { product: 'product', engineering: 'engineering' } as const satisfies Record<Side, Side>;
registerEnumType(SideEnum, { name: 'Side', description: 'The two sides whose yes an experiment needs.' });

/** For which sides a person may speak: the leads of product and of engineering do. */
export const functionsOf = ({ roles }: Viewer): Side[] => [
  ...(roles.includes('product_lead') ? (['product'] as const) : []),
  ...(roles.includes('tech_lead') ? (['engineering'] as const) : []),
];
