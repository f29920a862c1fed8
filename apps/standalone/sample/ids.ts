import { uuidv5 } from '@tandem/event-store';

const namespace = uuidv5('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'sample.tandem');

/** The id of something in the sample company: the same for the same name, on every machine and at every start. */
export const idOf = (name: string): string => uuidv5(namespace, name);
