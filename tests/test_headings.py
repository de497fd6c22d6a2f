"""Headings in many languages and spellings have the role that they name."""

from __future__ import annotations

import csv

import pytest

from pipeline.reference import REFERENCE_FOLDER, Reference, load_reference
from pipeline.reference.normal_forms import fold_accents, fold_script

REFERENCE: Reference = load_reference()

ROLES = {
    "region": "Kıta | Châu lục | Часть света | القارة | ทวีป | Verdensdel | Ήπειρος | 洲別 | Тив | Benua",
    "territory": """country_name | partner_country | PartnerCountry | partner-country | COUNTRY_OF_PARTNER
        | Country (2) | 3. Country | 国名※ | Country / 国名 | Країна | الدولة | देश | Country of partner
        | Země | Ország | Χώρα | מדינה | Улс | Quốc gia | Partnerland | Страна Country | Pays du partenaire""",
    "institution": """partner_university | Partner Institution Name | Name of the host university | Nama Instansi
        | Tên đối tác | CONTRATADO | 相手方機関名 | 相手大学等 | 協定大学等 | 学校名 | Institute | Foreign partner
        | 대학명 국문 | 機関名 和文 | 学校名称 中文 | Name of university (Japanese) | Hochschule (Deutsch)
        | ВУЗ | Вуз-партнер | Kurum | Ortak Üniversite | Mitra | الجامعة | Lärosäte | Univerzita | 海外提携大学名
        | Kumppaniyliopisto | Názov partnerskej univerzity | 대학명(국문) | hostInstitution | university_name
        | Nazwa uczelni zagranicznej | Gasthochschule | Aukštoji mokykla | विश्वविद्यालय का नाम | 提携先機関名称""",
    "partner_unit": "Partner's faculty | Faculty of the host university | 相手方学部 | 对方院系 | Fakultas Mitra",
    "unit": "提携部局 | 交換部局 | BÖLÜM | Fakultas | Faculty | Khoa | Fakulta | Tiedekunta | الكلية | 学科 | Кафедра | Wydział",
    "departments": """Responsible unit | Faculty concerned | 本学担当学部 | Zuständige Einrichtung | home_department
        | Department (home) | 我校院系 | Unit Pelaksana | İlgili Birim | Dipartimento proponente""",
    "agreement_type": """agreement_type | Type of the agreement | Druh smlouvy | Вид договора | Anlaşma Türü
        | Loại thỏa thuận | نوع الاتفاقية | 協定書の種類 | 協議類型 | Sopimustyyppi | Jenis Perjanjian | MOU種別""",
    "exchange": "Exchange of students | 学生の交流 | Обмен студентами | Öğrenci Değişimi | Výměna studentů",
    "signed_on": """signed_at | start_date | Date of signature | Дата подписания | Datum podpisu | Ngày ký
        | 協定締結年月日 | İmza Tarihi | تاريخ التوقيع | Aláírás dátuma | Agreement date""",
    "expires_on": "end_date | Valid until | Срок действия | Platnost do | Masa Berlaku | 有効期限 | Λήξη | תוקף",
    "contact": """コンタクトパーソン | 電話 | 担当者名 | 連絡時の教員 | 世話教員 | 世話人 | 窓口 | 窓口教員 | 責任者 | 代表者
        | 交流責任者 | Faculty in charge | Link person | Focal point | Responsible person | Phone | Tel
        | Samordnare | Koordynator | Academic coordinator | Referente | Ansprechperson | 담당교수 | Coordinating faculty | Mail | e-mail
        | Координатор | Koordynator umowy | contact_email | Coordinator of the partner | İletişim""",
    "city": "City of the partner university | Şehir | Město | Πόλη | 所在都市 | עיר | Город",
    "remarks": "Keterangan | Примечание | Açıklama | Ghi chú | Observações | Megjegyzés | 備　考",
    "number": "Sıra No | STT | № п/п | Lfd. Nr. | ลำดับที่ | Sorszám | Eil. Nr. | S. No.",
    "students_sent": "Number of outgoing students | 派遣学生数 | students_sent | Lähtevät opiskelijat",
    "students_received": "Incoming student places | 受入人数 | Přijíždějící studenti",
    "places": "Number of students | Kontenjan | Počet míst | 募集人数 | Кількість місць",
    "language": "Language level | Language of instruction | Язык обучения | Unterrichtssprache | Dil | 授業言語",
    "code": "Erasmus code | university_code | Erasmus Kodu",
    "study_level": "Level of study | Stupeň studia | 課程",
    "status": "Status | 状態 | Статус договора",
    "url": "Website of the university | Сайт | ホームページ | Web Sitesi",
    "institution_en": "Name of university in English | 英文名称 | İngilizce Adı | 대학명 영문",
    "region_territory": "Region / Country | Kıta/Ülke | 地域・国名",
    "": """City University | Level of cooperation | School of Languages | Institute of International Cooperation | Cambridge
        | International University College of Contacts | お知らせ | Home University | Universitas Kota | 2019
        | Scuola Normale | Technische Universität | 国際大学 | Faculty of Law""",
}


@pytest.mark.parametrize(("role", "drawn"), ROLES.items(), ids=lambda t: t[:15])
def test_headings_of_a_role(role: str, drawn: str):
    headings = [text.strip() for text in drawn.replace("\n", " ").split(" | ")]
    found = {text: REFERENCE.heading_role(text) for text in headings}
    assert found == dict.fromkeys(headings, role)


def test_headings_are_folded_in_their_table():
    """A row may leave it to the program, which takes longer to start then."""
    with (REFERENCE_FOLDER / "column_names.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    folds = [fold_script(r["heading"], REFERENCE.character_forms) for r in rows]
    assert [row["folded"] for row in rows] == folds


def test_words_of_headings_are_folded_in_their_table():
    with (REFERENCE_FOLDER / "heading_words.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["folded"] for row in rows] == [fold_accents(r["word"]) for r in rows]
