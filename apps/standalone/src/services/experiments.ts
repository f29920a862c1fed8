import { own } from './own-types'; // first: what is declared from here on is this service's
import { experiments as service } from '../../../experiments/src/app.module';

export const experiments = own(service);
