"""Addresses of the general desk, search, outbox, documents, health and open data: who may open which."""

from __future__ import annotations

# columns as in url_table
TABLE = """
office_desk                             in  in  in 200 200 200 200 200 200  |  in  in 405 405
office_search                           in  in  in 405 405 405 405 405 405  |  in  in 404 404
office_convert_report                   in  in  in 404 404 200 404 404 404  |  in  in 404 404
office_convert_request                  in  in  in 404 404 404 404 404 404  |  in  in 404 404
office_messages                         in  in  in 404 404 200 200 404 200  |  in  in 405 405
office_message_forms                    in  in  in 404 404 404 200 404 200  |  in  in 405 405
office_message_again                    in  in  in 405 405 405 405 405 405  |  in  in 404 404
office_history                          in  in  in 404 404 200 200 404 200  |  in  in 405 405
healthz                                200 200 200 200 200 200 200 200 200  | 200 200 200 200
readyz                                 503 503 503 503 503 503 503 503 503  | 503 503 503 503
portal:data                            200 200 200 200 200 200 200 200 200  | 405 405 405 405
portal:data_package                    200 200 200 200 200 200 200 200 200  | 405 405 405 405
portal:results_feed                    200 200 200 200 200 200 200 200 200  | 405 405 405 405
portal:data_csv                        200 200 200 200 200 200 200 200 200  | 405 405 405 405
portal:data_xlsx                       200 200 200 200 200 200 200 200 200  | 405 405 405 405
data_catalogue                         200 200 200 200 200 200 200 200 200  | 405 405 405 405
portal:data_json                       200 200 200 200 200 200 200 200 200  | 405 405 405 405
documents_office:list                   in  in  in 200 200 200 404 404 200  |  in  in 404 405
documents_office:document               in  in  in 200 200 200 404 404 404  |  in  in 404 405
documents_office:revoke                 in  in  in 405 405 405 404 404 405  |  in  in 404 404
documents_office:file                   in  in  in 200 200 200 404 404 404  |  in  in 404 405
"""
