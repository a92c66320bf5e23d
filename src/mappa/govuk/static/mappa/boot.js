import { initAll as startGovuk } from '../vendor/govuk/govuk-frontend.min.js';
import { initAll as startMoj } from '../vendor/moj/moj-frontend.min.js';
import { startReveals } from './reveal.js';

startGovuk();
startMoj();
startReveals();
