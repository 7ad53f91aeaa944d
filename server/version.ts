/** The version of the product, shown by `/health`, `/openapi.json` and the web app. */
export const VERSION = "0.1.0";
