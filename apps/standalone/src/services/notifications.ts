import { own } from './own-types'; // first: what is declared from here on is this service's
import { notifications as service } from '../../../notifications/src/app.module';

export const notifications = own(service);
