import { initAll as startGovuk } from '../vendor/govuk/govuk-frontend.min.js';
import { initAll as startMoj } from '../vendor/moj/moj-frontend.min.js';

startGovuk();
startMoj();
