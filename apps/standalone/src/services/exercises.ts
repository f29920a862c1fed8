import { own } from './own-types'; // first: what is declared from here on is this service's
import { exercises as service } from '../../../exercises/src/app.module';

export const exercises = own(service);
