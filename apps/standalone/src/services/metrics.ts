import { own } from './own-types'; // first: what is declared from here on is this service's
import { metrics as service } from '../../../metrics/src/app.module';

export const metrics = own(service);
