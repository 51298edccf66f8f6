"""The one service object of an application, kept where requests find it."""

from fastapi import FastAPI, Request

from styringsgraf.service import Service


def attach(app: FastAPI, service: Service) -> None:
    """Give the application its service."""
    app.state.service = service


def service_of(request: Request) -> Service:
    """Return the service of the application that handles this request."""
    service: Service = request.app.state.service
    return service
