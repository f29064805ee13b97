"""Whether a given name is a woman's or a man's, for pronouns; names that are both somewhere are left out."""

from __future__ import annotations

from functools import cache

_WOMEN = """
    Aisha Aino Alice Alicia Amanda Amina Amira Ana Anastasia Angela Anita Anna Anne Annalena Annie Antonia Astrid Ayesha
    Barbara Beatrice Beatriz Birgit Bridget Camila Carla Carmen Carol Carolina Caroline Catherine Cecilia Celia Charlotte
    Chiara Christina Christine Claire Clara Claudia Cristina Daniela Deborah Diana Dora Dorothy Eileen Elena Eleanor Elisa
    Elisabeth Elizabeth Ella Elsa Emilia Emily Emma Ester Esther Eva Evelyn Fatima Federica Fiona Francesca Freya Frida
    Gabriela Giorgia Giulia Grace Greta Hanna Hannah Heather Heidi Helen Helena Helga Hilary Hillary Ida Ilena Ilona Ines
    Ingrid Irene Irina Isabel Isabella Jacinda Jane Janet Jennifer Jessica Joan Joanna Jodie Johanna Josephine Juanita
    Judith Julia Julie Kaja Kamala Karen Karin Karina Katarina Kate Katerina Katherine Kathleen Katja Katrin Kerstin
    Kirsten Kristina Laila Larissa Laura Layla Leila Lena Leonor Leticia Lidia Lina Linda Lisa Louise Lucia Lucy Ludmila
    Luisa Lydia Magda Magdalena Maja Malala Manuela Marcela Margaret Margarita Maria Mariam Mariana Marie Marina Marta
    Martha Mary Maryam Mathilde Megan Melanie Mette Michelle Mina Miriam Mónica Monica Monika Nadia Naomi Natalia Natalie
    Natasha Nina Nora Olga Olivia Paula Petra Priya Rachel Raquel Rebecca Renata Rita Rosa Rosemary Roxana Ruta Ruth
    Sabine Samira Sandra Sanna Sara Sarah Silvia Sigrid Sofia Sonia Sonja Sophia Sophie Stefania Stella Susan Susana
    Svetlana Sylvia Tamara Tania Tatiana Teresa Theresa Ulrike Ursula Valentina Valeria Vanessa Vera Veronica Victoria
    Viktoria Virginia Wendy Yasmin Yulia Yvonne Zainab Zeynep Zuzana
"""
_MEN = """
    Aaron Abdul Abdullah Adam Adrian Ahmad Ahmed Aldo Alan Albert Alberto Alejandro Aleksander Alessandro Alexander Alfred
    Ali Amir Anders Andreas Andrei Andrew Angelo Anthony Anton Antonio Arne Arnold Arthur Axel Bashar Benjamin Bernard
    Boris Brian Bruno Carl Carlos Cesar Charles Christian Christopher Claude Craig Daniel David Diego Dieter Dimitri
    Dmitri Dmitry Dominik Donald Douglas Edgar Eduardo Edward Emil Emmanuel Enrico Enrique Erik Ernesto Evgeny Felipe
    Felix Ferdinand Fernando Filip Francesco Francisco Frank Franz Frederick Friedrich Gabriel George Georg Gerald Gerhard
    Giacomo Giorgio Giovanni Giuseppe Gregory Guido Gunnar Gustav Hamid Hans Harald Harold Harry Hassan Hector Heinrich
    Helmut Henrik Henry Herbert Herman Hugo Hussein Ibrahim Igor Ismail Ivan Jack Jacob Jacques Jaime Jakob James Javier
    Jens Joachim Johan Johannes John Jonas Jonathan Jorge Jose José Josef Joseph Juan Julio Kamal Karim Karl Kenneth Kevin
    Khalid Klaus Konrad Konstantin Lars Lawrence Leonardo Leonid Lorenzo Louis Lucas Ludwig Luigi Luis Lukas Magnus
    Mahmoud Manuel Marcel Marco Marcus Mario Mark Markus Martin Mateo Matteo Matthew Matthias Maurice Max Maximilian
    Michael Miguel Mikhail Milan Mohamed Mohammad Mohammed Muhammad Mustafa Nicholas Nicolas Niklas Nikolai Nikos Nils
    Oleg Oliver Olaf Omar Oscar Oskar Osman Otto Pablo Paolo Patrick Paul Pavel Pedro Peeter Per Peter Philip Philippe
    Pierre Pietro Piotr Rafael Raul Ralph Raymond Ricardo Richard Robert Roberto Roger Roland Rolf Ronald Rudolf Salvador
    Samuel Santiago Sebastian Sergei Sergey Sergio Stefan Stefano Stephen Steven Sven Tariq Theodor Theodore Thomas
    Timothy Tomas Tomás Tomasz Tony Umberto Vadim Victor Viktor Vincent Vincenzo Vladimir Volodymyr Walter Werner Wilhelm
    William Wolfgang Yusuf Youssef
"""


@cache
def _table() -> dict[str, bool]:
    women, men = set(_WOMEN.split()), set(_MEN.split())
    return dict.fromkeys(women - men, True) | dict.fromkeys(men - women, False)


def woman_named(name: str) -> bool | None:
    """Whether a given name is a woman's; None where it is unknown or may be either."""
    return _table().get(name)
