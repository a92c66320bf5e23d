"""GOV.UK and Ministry of Justice components, forms and page furniture. Nothing here knows MAPPA."""
